// Prints how long the map takes for a million points and for ten, beside QScatterSeries in the same run.

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QPainter>
#include <QScatterSeries>
#include <QValueAxis>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <numeric>
#include <random>
#include <string>

#include "core/support/parallel.h"
#include "ui/plots/map_picture.h"

namespace {

using namespace latentscape;
using namespace latentscape::ui;

const PlotTransform kTransform{{-4, 4}, {-4, 4}, QRectF(0, 0, 1000, 800)};
constexpr int kClasses = 10;
/// QScatterSeries would take a minute for a hundred thousand.
constexpr int kSeriesPoints = 10'000;

double millisecondsOf(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void report(const std::string& what, std::vector<double> times, double goal = 0) {
    std::ranges::sort(times);
    const double median = times[times.size() / 2];
    const std::string goalText = goal > 0 ? std::to_string(int(goal)) + " ms" : "";
    std::printf("| %-58s | %9.2f | %9.2f | %8s |\n", what.c_str(), median, times.front(), goalText.c_str());
    std::fflush(stdout);
}

std::vector<double> repeated(int times, const std::function<void(int)>& work) {
    std::vector<double> result;
    for (int i = 0; i < times; ++i)
        result.push_back(millisecondsOf([&] { work(i); }));
    return result;
}

LatentSnapshotPtr cloud(Index count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    auto snapshot = std::make_shared<LatentSnapshot>();
    snapshot->means = Matrix::NullaryExpr(2, count, [&] { return normal(random); });
    auto rows = std::make_shared<RowList>(std::size_t(count));
    std::iota(rows->begin(), rows->end(), Index(0));
    snapshot->rows = rows;
    snapshot->totalRows = count;
    return snapshot;
}

/// A table of one column, sorted by class.
DatasetPtr classes(Index rows) {
    Column column;
    column.name = "class";
    column.type = ColumnType::Category;
    for (int i = 0; i < kClasses; ++i)
        column.categories.push_back(std::to_string(i));
    std::vector<double> values;
    for (Index row = 0; row < rows; ++row)
        values.push_back(double(row * kClasses / rows));
    column.values = std::move(values);
    column.missing.resize(std::size_t(rows));
    return std::make_shared<const Dataset>("table", "", std::vector{std::move(column)});
}

MapRequest requestOf(Index rows) {
    return {.snapshot = cloud(rows),
            .axes = {},
            .dataset = classes(rows),
            .colourColumn = Index(0),
            .colourFigure = {},
            .figures = nullptr,
            .theme = PlotTheme::fromPalette(QPalette(Qt::white)),
            .selection = RowSet(rows),
            .groups = nullptr,
            .keepsOrientation = true};
}

/// A frame of dragging, and one of turning the wheel.
PlotTransform panned(int frame) {
    return kTransform.panned({double(frame % 7), double(frame % 5)});
}
PlotTransform zoomed(int frame) {
    const double factor = std::pow(0.9, frame % 8);
    return kTransform.zoomed(kTransform.area.center(), factor, factor);
}

void measureMap(Index rows, const std::string& name, int frames, double frameGoal, double firstGoal) {
    const MapRequest request = requestOf(rows);
    const int threads = availableCores();
    report(name + ": first picture, from snapshot and table",
           repeated(5,
                    [&](int) {
                        drawPoints(mapContent(request, {}), {}, {.drawing = MapDrawing::Points}, kTransform,
                                   1, threads);
                    }),
           firstGoal);
    const MapContent content = mapContent(request, {});
    const auto draw = [&](MapDrawing drawing, const PlotTransform& transform, int on) {
        drawPoints(content, {}, {.drawing = drawing}, transform, 1, on);
    };
    report(name + ": pan, a frame",
           repeated(frames, [&](int i) { draw(MapDrawing::Points, panned(i), threads); }), frameGoal);
    report(name + ": zoom, a frame",
           repeated(frames, [&](int i) { draw(MapDrawing::Points, zoomed(i), threads); }), frameGoal);
    report(name + ": pan on one thread, a frame",
           repeated(frames, [&](int i) { draw(MapDrawing::Points, panned(i), 1); }));
    report(name + ": pan as density, a frame",
           repeated(frames, [&](int i) { draw(MapDrawing::Density, panned(i), threads); }));

    const LatentPoints& points = *content.points;
    report(name + ": point under the cursor, looking at all", repeated(frames, [&](int i) {
               pointsNear(points, panned(i), {510, 390}, 8, 5);
           }));
    std::optional<PointIndex> index;
    report(name + ": index of the points, once in the background",
           {millisecondsOf([&] { index.emplace(points.span()); })});
    report(name + ": point under the cursor, by the index",
           repeated(frames,
                    [&](int i) {
                        pointsNear(points, panned(i), {510, 390}, 8, 5, &*index);
                    }),
           2);
}

void measureSeries() {
    auto* const chart = new QChart;
    auto* const series = new QScatterSeries;
    chart->addSeries(series);
    for (const Qt::Alignment side : {Qt::AlignBottom, Qt::AlignLeft}) {
        auto* const axis = new QValueAxis;
        axis->setRange(-4, 4);
        chart->addAxis(axis, side);
        series->attachAxis(axis);
    }
    series->setMarkerSize(3);
    series->setBorderColor(Qt::transparent);
    QChartView view(chart);
    view.resize(1000, 800);
    view.show();
    QImage image(view.size(), QImage::Format_RGB32);
    const auto paint = [&] {
        QPainter painter(&image);
        view.render(&painter);
    };

    const LatentSnapshotPtr snapshot = cloud(kSeriesPoints);
    QList<QPointF> points;
    for (Index i = 0; i < kSeriesPoints; ++i)
        points.append({double(snapshot->means(0, i)), double(snapshot->means(1, i))});
    const std::string name = "QScatterSeries, " + std::to_string(kSeriesPoints) + " points";
    report(name + ": first picture", {millisecondsOf([&] {
               series->replace(points);
               QApplication::processEvents();
               paint();
           })});
    report(name + ": pan, a frame", repeated(9, [&](int i) {
               chart->scroll(i % 2 == 0 ? 3 : -3, 0);
               QApplication::processEvents();
               paint();
           }));
}

}  // namespace

int main(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    std::printf("1000 x 800 pixels, %d classes, %d cores\n\n", kClasses, availableCores());
    std::printf("| %-58s | median ms |   best ms |     goal |\n|---|---|---|---|\n", "");
    measureMap(1'000'000, "1 M", 31, 8, 100);
    measureMap(10'000'000, "10 M", 11, 60, 0);
    measureSeries();
    return 0;
}
