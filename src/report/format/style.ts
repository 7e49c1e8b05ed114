/** The page's style sheet: light and dark by the reader's setting, paper without backgrounds. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--quiet:#57606a;--line:#d0d7de;--panel:#f6f8fa;--real:#3b6ea5;--synthetic:#d9730d;--heat:#a3261c}
@media (prefers-color-scheme:dark){:root{--paper:#0f1318;--ink:#e6e9ed;--quiet:#a3adb8;--line:#343b44;--panel:#181d24;--real:#7fb0e6;--synthetic:#f0a35e;--heat:#ff8a7a}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0}
p{max-width:46rem;margin:.5rem 0}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:1rem;margin:1.5rem 0;padding:0;list-style:none}
.cards li{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:1rem}
.cards .value{font-size:1.9rem;font-weight:600;line-height:1.3;margin:.1rem 0}
.cards .scale{margin:0 0 .4rem;color:var(--quiet)}
.cards .alarm{border-color:var(--heat)}
.cards .text{font-size:.92rem;margin:0}
.checks{border-left:4px solid var(--line);padding:.1rem 0 .1rem 1rem;margin:1rem 0;max-width:52rem;break-inside:avoid}
.checks.mend{border-color:var(--heat)}.checks.mend h3{color:var(--heat)}
.checks.look{border-color:var(--synthetic)}
.checks.clear{border-color:var(--real)}
.checks ul{margin:.4rem 0;padding-left:1.1rem}
.checks li{margin:.25rem 0}
.appendix{margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem}
.appendix summary{cursor:pointer;color:var(--quiet)}
.notes{color:var(--quiet);font-size:.92rem;padding-left:1.2rem;max-width:46rem}
.definition{border-left:3px solid var(--line);padding:.1rem 0 .1rem .8rem;margin:.8rem 0;max-width:48rem}
.definition p{margin:.15rem 0}
.source,.quiet{color:var(--quiet);fill:var(--quiet)}
.source{font-size:.85rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.88rem;margin:.6rem 0;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--quiet);padding:.2rem 0}
th,td{text-align:left;padding:.25rem .8rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child,th[scope=row]{font-weight:400;overflow-wrap:break-word;min-width:7rem;max-width:20rem}
td{min-width:11rem}
td.short{white-space:nowrap;min-width:0}
.beside{margin:1.2rem 0;max-width:46rem;break-inside:avoid}
.beside .scroll{max-height:16rem;overflow:auto}
.legend{font-size:.88rem}
.swatch{display:inline-block;width:.8em;height:.8em;margin:0 .3em 0 .8em;vertical-align:-.05em}
.chart{width:100%;height:auto;display:block;max-width:40rem}
.chart.log-scatter{max-width:24rem}
.chart text{font:11px system-ui,sans-serif;fill:currentColor}
.swatch.real{background:var(--real)}
.swatch.synthetic{background:var(--synthetic)}
.chart .series-0 rect,.chart rect.series-0{fill:var(--real)}
.chart rect.series-1{fill:var(--synthetic)}
.chart path.series-1{stroke:var(--synthetic);stroke-width:2}
.chart .tick{fill:var(--quiet)}
.chart .axis,.chart .grid{stroke:var(--line)}
.chart .hit,.chart .hover rect{fill:transparent}
.chart .cell{fill:var(--heat)}
.chart .cell.empty{fill:none;stroke:var(--line);stroke-dasharray:2}
.chart .interval{stroke:var(--synthetic);stroke-width:3;stroke-linecap:round;opacity:.55}
.chart .mark{stroke:var(--quiet);stroke-width:2;stroke-dasharray:3 2}
.chart .estimate{fill:var(--synthetic)}
.chart .reference{stroke:var(--quiet);stroke-dasharray:4 3}
footer{color:var(--quiet);font-size:.85rem;margin-top:3rem}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--quiet:#444;--line:#bbb;--panel:#fff;--real:#3b6ea5;--synthetic:#d9730d;--heat:#a3261c}
@page{size:A4;margin:14mm 13mm}.scroll{overflow:visible}main:not(:has(.appendix[open])) .definition{display:none}.definition{font-size:8pt;margin:.4rem 0}.legend{display:none}h2{margin:1rem 0 .3rem;padding-top:.4rem}.cards{grid-template-columns:repeat(4,1fr);gap:.5rem;margin:.6rem 0}.cards li{padding:.5rem}.cards .value{font-size:12pt}.cards .text,.cards .scale{font-size:8pt}table{font-size:8pt;margin:.3rem 0}th,td{padding:.1rem .5rem .1rem 0}td{min-width:0}td.short{white-space:normal}.chart{max-width:20rem}h1{font-size:15pt}h2{font-size:12pt}p,.checks{max-width:none}.checks{margin:.4rem 0}.checks ul{margin:.2rem 0}.checks li{margin:.1rem 0}.notes{font-size:8pt;margin:.3rem 0}.beside{margin:.4rem 0;max-width:none}footer{margin-top:.5rem}.appendix summary{display:none}
body{font-size:9pt;line-height:1.3;print-color-adjust:exact;-webkit-print-color-adjust:exact}main{max-width:none;padding:0}.beside .scroll{max-height:none}.cards li,tr{break-inside:avoid}h2{break-after:avoid}}
`;
