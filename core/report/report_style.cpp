#include "core/report/report_style.h"

namespace latentscape {

// Classes have the colours of Okabe and Ito as in the program, numbers those of viridis. Within an element of
// XML no "<" may stand, and none does.
const char* const kReportStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #ffffff; --surface: #f6f7f9; --text: #1c2128; --muted: #5b6470; --line: #dfe3e8; --accent: #0b62a8;
  --train: #0072b2; --validation: #c75300; --level: #5b6470; --bar: #4a8fc4; --bar-other: #c3c9d1;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --surface: #1d2126; --text: #e4e7eb; --muted: #9aa3ae; --line: #31373f; --accent: #6cb6f0;
    --train: #56b4e9; --validation: #e69f00; --level: #9aa3ae; --bar: #4a8fc4; --bar-other: #4a525c;
  }
}
@media print {
  :root { color-scheme: light; --text: #000000; --muted: #444b54; --accent: #000000; }
  body { font-size: 10pt; }
  main, header, footer { max-width: none !important; padding: 0 !important; }
  nav { display: none; }
  section { break-inside: auto; }
  figure, .finding, .pair, .tiles, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 2rem; }
header { padding-top: 3rem; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 650; margin: 0 0 .35rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; font-weight: 650; margin: 3rem 0 .25rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 1.75rem 0 .25rem; overflow-wrap: anywhere; }
p { margin: .35rem 0 .9rem; max-width: 46rem; }
.muted, figcaption, .lead { color: var(--muted); }
.lead { font-size: 1.02rem; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
nav ul { list-style: none; padding: .7rem 0; margin: 1.6rem 0 0; display: flex; flex-wrap: wrap; gap: .2rem 1.3rem;
  border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.75rem 0 0; }
.tiles div { background: var(--surface); border-radius: .5rem; padding: .8rem 1rem; }
.tiles dt { color: var(--muted); font-size: .84rem; }
.tiles dd { margin: 0; font-size: 1.45rem; font-weight: 600; line-height: 1.35; font-variant-numeric: tabular-nums; }
.tiles dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--muted); }
figure { margin: 1rem 0 0; min-width: 0; }
figcaption { font-size: .88rem; margin-top: .2rem; max-width: 46rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem; }
.with-legend { display: grid; grid-template-columns: minmax(0, 40rem) minmax(11rem, 1fr); gap: 1.5rem; align-items: start; }
@media (max-width: 46rem) { .pair, .with-legend { grid-template-columns: 1fr; } header, main, footer { padding: 0 1rem; } }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .9rem 0 0; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .34rem .75rem .34rem 0; border-bottom: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
thead th { color: var(--muted); font-weight: 500; white-space: nowrap; border-bottom-width: 2px; overflow-wrap: normal; }
tbody th { font-weight: 500; min-width: 7rem; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.share { width: 30%; min-width: 8rem; vertical-align: middle; }
td.told { min-width: 12rem; }
.bar { display: block; width: 100%; height: .85rem; }
.bar rect { fill: var(--bar); }
.bar .ground { fill: var(--surface); }
.bar .other { fill: var(--bar-other); }
.bar line { stroke: var(--text); stroke-width: 2; vector-effect: non-scaling-stroke; }
.changed td:nth-child(2) { font-weight: 650; }
.finding { border-left: 3px solid var(--validation); background: var(--surface); border-radius: 0 .5rem .5rem 0;
  padding: .7rem 1rem; margin: .9rem 0 0; max-width: 52rem; }
.finding.well { border-left-color: #009e73; }
.finding p { margin: .15rem 0 0; max-width: none; }
.finding strong { font-weight: 600; }
pre { background: var(--surface); border-radius: .5rem; padding: .9rem 1rem; margin: .6rem 0; white-space: pre-wrap;
  overflow-wrap: anywhere; font: .87rem/1.6 ui-monospace, "DejaVu Sans Mono", monospace; }
code { font: .87em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.legend { list-style: none; margin: 1rem 0 0; padding: 0; font-size: .92rem; }
.legend li { display: flex; gap: .55rem; align-items: baseline; padding: .1rem 0; }
.legend li span:nth-child(2) { flex: 1; overflow-wrap: anywhere; }
.legend .muted { font-variant-numeric: tabular-nums; }
.key { flex: none; width: .8rem; height: .8rem; border-radius: 50%; position: relative; top: .08rem; }
.keys { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; }
.keys .line { width: 1.5rem; height: 0; border-top: 2.5px solid; border-radius: 0; top: -.28rem; }
.keys .dashed { border-top: 2px dashed var(--level); }
.keys .upright { width: 0; height: .95rem; border-left: 1.5px dotted var(--muted); border-radius: 0; }
.keys .hollow { border: 2px solid var(--validation); background: none; }
.keys .train-key { border-color: var(--train); } .keys .validation-key { border-color: var(--validation); }
.chart { display: block; width: 100%; height: auto; font-size: 12.5px; }
.chart text { fill: var(--muted); font-variant-numeric: tabular-nums; }
.tick-x { text-anchor: middle; } .tick-y { text-anchor: end; }
.grid { stroke: var(--line); } .axis { stroke: var(--muted); }
.curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
.train { stroke: var(--train); } .validation { stroke: var(--validation); }
.level { stroke: var(--level); stroke-width: 1.5; stroke-dasharray: 9 4 2 4; }
.mark { stroke: var(--muted); stroke-width: 1.2; stroke-dasharray: 2 3; }
.ring { fill: none; stroke: var(--validation); stroke-width: 2; }
.points { fill: none; stroke-width: 4; stroke-linecap: round; stroke-opacity: .75; }
.points.few { stroke-width: 6.5; }
.pictures { display: flex; flex-wrap: wrap; gap: 1.25rem; margin-top: 1rem; }
.pictures figure { margin: 0; width: 10.5rem; }
.pictures .two { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; }
.pixels { display: block; width: 100%; height: auto; background: #000; border-radius: .25rem; }
.pixels path { stroke: #fff; stroke-width: 1; }
footer { padding-top: 2.5rem; padding-bottom: 3rem; color: var(--muted); font-size: .88rem; }
.points { stroke: currentColor; } .key { background: currentColor; }
.class-0 { color: #0072b2; } .class-1 { color: #e69f00; } .class-2 { color: #009e73; }
.class-3 { color: #cc79a7; } .class-4 { color: #56b4e9; } .class-5 { color: #d55e00; }
.class-6 { color: #d9c91c; } .class-7 { color: #222222; } .class-8 { color: #854f6d; }
.class-9 { color: #6a2f00; } .other { color: #808080; } .none { color: #c2c2c2; }
.number-0 { color: #440154; } .number-1 { color: #472d7b; } .number-2 { color: #3b528b; }
.number-3 { color: #2c728e; } .number-4 { color: #21918c; } .number-5 { color: #28ae80; }
.number-6 { color: #5ec962; } .number-7 { color: #9bd33c; } .number-8 { color: #d8dd24; }
@media screen and (prefers-color-scheme: dark) {
  .points { stroke-opacity: .92; }
  .class-6 { color: #f0e442; } .class-7 { color: #ededed; } .class-8 { color: #95597b; }
  .class-9 { color: #8cd3c0; } .other { color: #9a9a9a; } .none { color: #5c5c5c; }
  .number-0 { color: #6a3d8f; } .number-1 { color: #5d4fa0; } .number-2 { color: #4a69a6; }
  .number-8 { color: #fde725; }
}
)css";

}  // namespace latentscape
