"""The look of report.html: light and dark, wide and narrow, on paper; every text has a contrast of 4.5 to 1 or more."""

STYLE = """
*{box-sizing:border-box}
html{color-scheme:light dark;--page:#fff;--panel:#f6f8fa;--ink:#1f2328;--quiet:#57606a;--line:#d0d7de;--edge:#6e7781;
--link:#0550ae;--focus:#0550ae;--bad:#a40e26;--bad-paper:#ffebe9;--warn:#6b4200;--warn-paper:#fff4d6;--note:#0a4b7c;
--note-paper:#e1effb;--good:#0b4a1e;--good-paper:#dafbe1;font:16px/1.5 system-ui,sans-serif}
@media (prefers-color-scheme:dark){html{--page:#0d1117;--panel:#161b22;--ink:#e6edf3;--quiet:#9da7b3;--line:#30363d;
--edge:#8b949e;--link:#79b8ff;--focus:#79b8ff;--bad:#ffb1ab;--bad-paper:#4b1015;--warn:#f5cf7a;--warn-paper:#3d2a00;
--note:#a5d4ff;--note-paper:#0c2d4d;--good:#b6f0c2;--good-paper:#12361d}}
body{margin:0;background:var(--page);color:var(--ink);overflow-wrap:anywhere}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.375rem;margin:2.5rem 0 .75rem;padding-top:.5rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0}
p{margin:0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
code,.path{font-family:ui-monospace,monospace;font-size:.875rem}
.quiet{color:var(--quiet)}
.lead{font-size:1.125rem}
.banner{margin:1rem 0;padding:.75rem 1rem;border:1px solid var(--warn);border-radius:.5rem;background:var(--warn-paper);
color:var(--warn)}
.skip{position:absolute;left:-999rem}
.skip:focus{position:static;display:inline-block;margin-bottom:.5rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.totals{display:flex;flex-wrap:wrap;gap:.75rem;list-style:none;margin:1.25rem 0;padding:0}
.totals li{flex:1 1 7rem;padding:.625rem .875rem;border:1px solid var(--line);border-radius:.5rem;
background:var(--panel)}
.totals b{display:block;font-size:1.5rem;line-height:1.2}
.totals .error{background:var(--bad-paper);color:var(--bad);border-color:var(--bad)}
.totals .warning{background:var(--warn-paper);color:var(--warn);border-color:var(--warn)}
.totals .notice{background:var(--note-paper);color:var(--note);border-color:var(--note)}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}
.facts dt{color:var(--quiet)}
.facts dd{margin:0}
nav ul{display:flex;flex-wrap:wrap;gap:1.25rem;list-style:none;margin:1rem 0 0;padding:0}
nav a{display:inline-block;padding:.25rem 0}
.scripted{display:none}
.filter{position:sticky;top:0;z-index:1;margin:0 0 1rem;padding:.75rem 0;background:var(--page);
border-bottom:1px solid var(--line)}
.fields{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end}
.fields div{flex:1 1 11rem;min-width:0}
label{display:block;font-size:.875rem;font-weight:600}
select,input,button{font:inherit;color:inherit;background:var(--page);border:1px solid var(--edge);
border-radius:.375rem;padding:.375rem .625rem;min-height:2.5rem}
select,input{width:100%}
button{cursor:pointer;background:var(--panel);font-size:.875rem;font-weight:600;white-space:nowrap}
button:hover{border-color:var(--link);color:var(--link)}
#count{margin-top:.5rem;font-size:.875rem}
.document{margin:0 0 1.5rem;border:1px solid var(--line);border-radius:.5rem;overflow:clip}
.of-document{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;padding:.625rem 1rem;
background:var(--panel);border-bottom:1px solid var(--line)}
.document ol{list-style:none;margin:0;padding:0}
.finding{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:1rem;padding:1rem;content-visibility:auto;
contain-intrinsic-size:auto 14rem}
.finding+.finding{border-top:1px solid var(--line)}
.finding[hidden],.document[hidden]{display:none}
.thumb{display:block;width:8rem;height:6rem;border:1px solid var(--line);border-radius:.25rem;
background:var(--panel) center/contain no-repeat;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.none{display:grid;place-items:center;text-align:center;font-size:.75rem;color:var(--quiet);padding:.25rem}
.about{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
.badge{padding:.0625rem .5rem;border:1px solid;border-radius:1rem;font-size:.8125rem;font-weight:600}
.badge.error{background:var(--bad-paper);color:var(--bad)}
.badge.warning{background:var(--warn-paper);color:var(--warn)}
.badge.notice{background:var(--note-paper);color:var(--note)}
.message{margin:.375rem 0 .75rem}
.alts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18rem,100%),1fr));gap:.75rem;margin:0}
.alts>div{padding:.5rem .75rem;border:1px solid var(--line);border-radius:.375rem;background:var(--panel)}
.alts dt{font-size:.8125rem;color:var(--quiet)}
.alts dd{margin:0}
del{background:var(--bad-paper);color:var(--bad)}
ins{background:var(--good-paper);color:var(--good)}
.grade{margin-top:.25rem;font-size:.8125rem;color:var(--quiet)}
.copy{margin-top:.5rem}
.images{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(30rem,100%),1fr));gap:1rem}
.image,.problem{padding:1rem;border:1px solid var(--line);border-radius:.5rem}
.image .thumb{width:100%;height:12rem;margin-bottom:.75rem}
.image .none{height:3rem}
.image .facts{margin:.5rem 0;font-size:.9375rem}
.problems{list-style:none;margin:0;padding:0;display:grid;gap:.75rem}
footer{margin-top:3rem;padding-bottom:2rem;font-size:.875rem;color:var(--quiet)}
@media (max-width:40rem){.finding{grid-template-columns:minmax(0,1fr)}.finding .none{display:none}
.filter{position:static}.facts{grid-template-columns:minmax(0,1fr)}.facts dd{margin-bottom:.375rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{html{--page:#fff;--panel:#fff;--ink:#000;--quiet:#444;font-size:11pt;color-scheme:light}
.filter,nav,.copy,.skip{display:none!important}.finding,.image,.problem{break-inside:avoid;content-visibility:visible}
header,main,footer{max-width:none;padding:0}}
.js .scripted{display:revert}
"""
