// Charts as SVG: pie, bar, line and area, with a legend, axes, and all figures in words for those who cannot see them.
import { h } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 260;
const EDGE = { left: 48, right: 12, top: 12 };
const colour = (index) => `var(--series-${(index % 8) + 1})`;
const short = (value) => Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);

function legend(names) {
  return h("ul.legend", {}, names.map((name, index) =>
    h("li", {}, h("span.swatch", { style: `background:${colour(index)}` }), name)));
}

function svg(label, ...children) {
  return h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    h("svg:title", {}, label), children);
}

function pie({ segments }) {
  const total = segments.reduce((sum, one) => sum + one.value, 0);
  const [x, y, radius] = [WIDTH / 2, HEIGHT / 2, HEIGHT / 2 - 14];
  let from = -Math.PI / 2;
  const slices = segments.map((one, index) => {
    const to = from + (one.value / total) * 2 * Math.PI;
    const large = to - from > Math.PI ? 1 : 0;
    const at = (angle) => `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
    const share = `${one.label}: ${short(one.value)} (${Math.round((100 * one.value) / total)}%)`;
    const path = segments.length === 1
      ? h("svg:circle", { cx: x, cy: y, r: radius, fill: colour(index) }, h("svg:title", {}, share))
      : h("svg:path", { d: `M ${x} ${y} L ${at(from)} A ${radius} ${radius} 0 ${large} 1 ${at(to)} Z`, fill: colour(index), class: "slice" },
        h("svg:title", {}, share));
    from = to;
    return path;
  });
  const words = segments.map((one) => `${one.label} ${short(one.value)} (${Math.round((100 * one.value) / total)}%)`);
  return [svg(words.join(", "), slices), legend(words)];
}

// Steps of 1, 2 or 5 times a power of ten, so that the axis has four to six of them.
function scale(values, fromZero, floor) {
  const highest = Math.max(...values, 0);
  const lowest = fromZero ? Math.min(...values, 0) : Math.min(...values);
  const rough = (highest - lowest || Math.abs(highest) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const bottom = Math.floor(lowest / step) * step;
  const top = Math.max(Math.ceil(highest / step) * step, bottom + step);
  const ticks = [];
  for (let tick = bottom; tick <= top + step / 1000; tick += step) ticks.push(Math.round(tick * 1e6) / 1e6);
  const y = (value) => EDGE.top + (floor - EDGE.top) * (1 - (value - bottom) / (top - bottom));
  return { ticks, y, bottom };
}

const LETTER = 6.2; // how wide a letter of a label is, about

// Category labels in lines that fit under their marks; where words are too wide for that, they slant.
function fitted(categories) {
  const letters = Math.floor((WIDTH - EDGE.left - EDGE.right) / categories.length / LETTER);
  const wrapped = categories.map((category) => category.split(" ").reduce((lines, word) => {
    const longer = `${lines.at(-1) ?? ""} ${word}`.trim();
    return lines.length && longer.length <= letters ? [...lines.slice(0, -1), longer] : [...lines, word];
  }, []));
  const deepest = Math.max(...wrapped.map((lines) => lines.length));
  const slanted = deepest > 3 || wrapped.flat().some((line) => line.length > letters);
  const longest = Math.max(...categories.map((one) => one.length));
  return { wrapped, slanted, height: slanted ? 16 + longest * LETTER * 0.57 : 12 + deepest * 13 };
}

function axes({ categories, x_label: xLabel, y_label: yLabel }, { ticks, y }, x, floor) {
  const grid = ticks.map((tick) => [
    h("svg:line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(tick), y2: y(tick), class: "grid" }),
    h("svg:text", { x: EDGE.left - 6, y: y(tick) + 4, "text-anchor": "end" }, short(tick)),
  ]);
  const { slanted, wrapped } = fitted(categories);
  const labels = categories.map((category, index) => slanted
    ? h("svg:text", { transform: `translate(${x(index)} ${floor + 12}) rotate(-35)`, "text-anchor": "end" }, category)
    : h("svg:text", { "text-anchor": "middle" }, wrapped[index].map((line, at) =>
      h("svg:tspan", { x: x(index), y: floor + 17 + at * 13 }, line))));
  return [grid, labels,
    xLabel ? h("svg:text.axis", { x: WIDTH / 2, y: HEIGHT - 4, "text-anchor": "middle" }, xLabel) : null,
    yLabel ? h("svg:text.axis", { transform: `translate(12 ${floor / 2}) rotate(-90)`, "text-anchor": "middle" }, yLabel) : null];
}

function axisChart({ type, series, axis_config: config }) {
  const { categories } = config;
  const byLabel = series.map((one) => categories.map((label) => one.data.find((point) => point.label === label).value));
  const floor = HEIGHT - fitted(categories).height - (config.x_label ? 16 : 0);
  const measure = scale(byLabel.flat(), type !== "line", floor);
  const band = (WIDTH - EDGE.left - EDGE.right) / categories.length;
  const x = (index) => EDGE.left + band * (index + 0.5);
  const title = (name, index, value) => h("svg:title", {}, `${name}, ${categories[index]}: ${short(value)}`);
  const zero = measure.y(Math.max(measure.bottom, 0));
  const marks = byLabel.map((values, at) => {
    const name = series[at].name;
    if (type === "bar") {
      const width = (band * 0.7) / series.length;
      return values.map((value, index) => h("svg:rect", {
        x: x(index) - band * 0.35 + width * at, width: Math.max(width - 1, 1), rx: 2,
        y: Math.min(measure.y(value), zero), height: Math.max(Math.abs(measure.y(value) - zero), 1), fill: colour(at),
      }, title(name, index, value)));
    }
    const path = values.map((value, index) => `${index ? "L" : "M"} ${x(index)} ${measure.y(value)}`).join(" ");
    return [
      type === "area" ? h("svg:path", {
        d: `${path} L ${x(values.length - 1)} ${zero} L ${x(0)} ${zero} Z`, fill: colour(at), class: "area",
      }) : null,
      h("svg:path", { d: path, stroke: colour(at), class: "line" }),
      values.map((value, index) =>
        h("svg:circle", { cx: x(index), cy: measure.y(value), r: 3.5, fill: colour(at) }, title(name, index, value))),
    ];
  });
  const words = series.map((one, at) =>
    `${one.name}: ${categories.map((label, index) => `${label} ${short(byLabel[at][index])}`).join(", ")}`);
  return [svg(words.join("; "), axes(config, measure, x, floor), marks), series.length > 1 ? legend(series.map((one) => one.name)) : ""];
}

export function chart(block) {
  const draw = { pie, bar: axisChart, line: axisChart, area: axisChart }[block.chart.type];
  return h(`figure.chart.${block.chart.type}`, {}, h("figcaption", {}, block.title), draw(block.chart));
}
