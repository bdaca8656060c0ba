"""Korean."""

from __future__ import annotations

from altproof.wording.languages.base import Phrases

PHRASES = Phrases(
    labels={
        "screenshot": "스크린샷",
        "diagram": "다이어그램",
        "chart": "차트",
        "logo": "로고",
        "icon": "아이콘",
        "photo": "사진",
        "map": "지도",
        "table": "표",
        "terminal": "터미널 출력",
        "code": "코드",
    },
    clear={
        "screenshot": "스크린샷, 화면 캡처, 캡처 화면",
        "diagram": "다이어그램, 순서도, 흐름도, 구성도",
        "chart": "막대 그래프, 원 그래프, 선 그래프, 히스토그램",
        "photo": "사진",
        "icon": "아이콘",
        "logo": "로고",
    },
    of="{topic} {kind}",
    highlighted=', "{}" 강조 표시',
    titled=', "{}"',
    labelled=", 레이블: {}",
    buttons=(
        "확인, 취소, 저장, 다른 이름으로 저장, 적용, 닫기, 다음, 이전, 뒤로, 마침, 완료, 예, 아니요, 제출, "
        "로그인, 로그아웃, 가입, 찾아보기, 업로드, 다운로드, 삭제, 편집, "
        "추가, 만들기, 새로 만들기, 열기, 파일, 보기, 도움말, 도구, 창, 설정, 옵션, 검색, 새로 고침, 홈, "
        "사용자 이름, 비밀번호"
    ),
)
