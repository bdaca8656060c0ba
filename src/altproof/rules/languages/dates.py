"""What stands between and behind the numbers of dates and of names that programs give files, in all languages."""

from __future__ import annotations

from typing import Final

from altproof.rules.languages.base import listed

DATE_WORDS: Final = listed("""\
    at, from, on, de, vom, um, uhr, à, a, h, las, às, as, alle, om, kl, kello, klo, saat, o, u, в, о, г, и, t, z, am,
    pm, p, m, 午前, 午後, 上午, 下午, 오전, 오후, 年, 月, 日, 时, 時, 分, 秒, 년, 월, 일, 시, 분, 초,
    jan, feb, mar, apr, may, jun, jul, aug, sep, sept, oct, nov, dec, january, february, march, april, june, july,
    august, september, october, november, december, mon, tue, wed, thu, fri, sat, sun""")
"""Between the parts of a date and a time."""

COPY_WORDS: Final = listed("""\
    copy, kopie, copie, copia, kopia, kopi, cópia, コピー, 副本, 拷貝, 복사본, edited, hdr, burst, chrome, firefox,
    edge, new, min, v, x, e, s, wa""")
"""Behind the number: that it is a copy, how it was taken, with which program."""
