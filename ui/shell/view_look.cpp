#include "ui/shell/view_look.h"

#include <QJsonArray>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/compare/compare_workspace.h"
#include "ui/data/data_workspace.h"
#include "ui/explore/explore_workspace.h"
#include "ui/shell/train_workspace.h"
#include "ui/support/widget_states.h"

namespace latentscape::ui {
namespace {

// -- Values --

QJsonArray jsonOf(const Range& range) {
    return {range.min, range.max};
}

std::optional<Range> rangeIn(const QJsonValue& value) {
    const QJsonArray numbers = value.toArray();
    const Range range{numbers.at(0).toDouble(), numbers.at(1).toDouble()};
    const bool usable = numbers.size() == 2 && std::isfinite(range.span()) && range.span() > 0;
    return usable ? std::optional(range) : std::nullopt;
}

QJsonArray jsonOf(const Vector& place) {
    QJsonArray numbers;
    for (const Scalar value : place)
        numbers.append(double(value));
    return numbers;
}

Vector placeIn(const QJsonValue& value) {
    const QJsonArray numbers = value.toArray();
    Vector place(numbers.size());
    for (Index i = 0; i < place.size(); ++i)
        place[i] = Scalar(numbers.at(i).toDouble());
    return place;
}

// -- Maps --

QJsonObject mapLook(LatentScatterView& map) {
    QJsonArray hidden;
    for (std::size_t code = 0; code < map.model().hidden().size(); ++code)
        if (map.model().hidden()[code])
            hidden.append(int(code));
    const LatentScatterView::Bounds sight = map.sight();
    const MapStyle& style = map.mapStyle();
    return {{"x", map.axes().x},
            {"y", map.axes().y},
            {"principal", map.axes().principal},
            {"x_sight", jsonOf(sight.x)},
            {"y_sight", jsonOf(sight.y)},
            {"follows", map.followsPoints()},
            {"hidden", hidden},
            {"drawing", int(style.drawing)},
            {"radius", style.radius.value_or(0)},
            {"opacity", style.opacity.value_or(0)},
            {"histograms", style.marginals},
            {"trails", style.trails},
            {"keeps_orientation", style.keepsOrientation}};
}

/// Whole numbers within [least, most].
int numberIn(const QJsonValue& value, int least, int most) {
    return std::clamp(value.toInt(least), least, most);
}

void restoreMap(LatentScatterView& map, const QJsonObject& look) {
    if (look.isEmpty())
        return;
    const double radius = look["radius"].toDouble();
    const double opacity = look["opacity"].toDouble();
    map.setMapStyle({.drawing = MapDrawing(
                         numberIn(look["drawing"], int(MapDrawing::Automatic), int(MapDrawing::Density))),
                     .radius = radius > 0 && radius <= 8 ? std::optional(radius) : std::nullopt,
                     .opacity = opacity > 0 && opacity <= 1 ? std::optional(opacity) : std::nullopt,
                     .marginals = look["histograms"].toBool(),
                     .trails = look["trails"].toBool(),
                     .keepsOrientation = look["keeps_orientation"].toBool(true)});
    const int last = map.plane().projection.axes.rows() > 0 ? int(map.plane().projection.axes.rows()) - 1 : 1;
    map.setAxes({numberIn(look["x"], 0, last), numberIn(look["y"], 0, last), look["principal"].toBool()});
    HiddenCodes hidden;
    for (const QJsonValue& code : look["hidden"].toArray())
        hidden.set(std::size_t(numberIn(code, 0, int(hidden.size()) - 1)));
    map.model().setHidden(hidden);
    const std::optional<Range> x = rangeIn(look["x_sight"]);
    const std::optional<Range> y = rangeIn(look["y_sight"]);
    if (x && y)
        map.restoreSight({*x, *y}, look["follows"].toBool(true));
}

// -- Places --

QJsonObject placesLook(const Exploration& exploration) {
    QJsonArray pins;
    for (const Exploration::Pin& pin : exploration.pins()) {
        QJsonObject json{{"name", pin.name}, {"place", jsonOf(pin.place)}};
        if (pin.row)
            json["row"] = qint64(*pin.row);
        pins.append(json);
    }
    QJsonObject look{{"pins", pins}};
    if (!exploration.placeRow())
        look["place"] = jsonOf(exploration.place());
    return look;
}

void restorePlaces(Exploration& exploration, const QJsonObject& look) {
    std::vector<Exploration::Pin> pins;
    const Index rows = exploration.data() ? exploration.data()->dataset->rows() : 0;
    for (const QJsonValue& value : look["pins"].toArray()) {
        const qint64 row = value["row"].toInteger(-1);
        pins.push_back({.name = value["name"].toString(),
                        .place = placeIn(value["place"]),
                        .row = row >= 0 && row < rows ? std::optional(Index(row)) : std::nullopt});
    }
    exploration.setPins(std::move(pins));
    if (look.contains("place"))
        exploration.setPlace(placeIn(look["place"]));
    else
        exploration.resetPlace();
}

// -- Curves --

QJsonObject curvesLook(const LossChartView& curves) {
    QJsonObject look;
    if (curves.timeShown())
        look["time"] = jsonOf(*curves.timeShown());
    if (curves.pinnedEpoch())
        look["pinned"] = *curves.pinnedEpoch();
    return look;
}

void restoreCurves(LossChartView& curves, const QJsonObject& look) {
    curves.showTime(rangeIn(look["time"]));
    const double epoch = look["pinned"].toDouble(-1);
    curves.pin(epoch >= 0 ? std::optional(epoch) : std::nullopt);
}

// -- All --

/// Calls `work(name, widget)` for each page and each dock.
template <class Work>
void forEachView(const Views& views, const Work& work) {
    work(QStringLiteral("data"), views.data);
    work(QStringLiteral("train"), views.train.map());
    work(QStringLiteral("explore"), views.explore.map());
    work(QStringLiteral("compare"), views.compare);
    for (QDockWidget* const dock : views.train.docks() + views.explore.docks())
        work(dock->objectName(), *dock->widget());
}

}  // namespace

QJsonObject lookOf(const Views& views) {
    QJsonObject widgets;
    forEachView(views, [&](const QString& name, QWidget& view) { widgets[name] = widgetStates(view); });
    return {{"widgets", widgets},
            {"maps",
             QJsonObject{{"train", mapLook(views.train.map())}, {"explore", mapLook(views.explore.map())}}},
            {"places", placesLook(views.explore.exploration())},
            {"curves", curvesLook(views.train.curves())}};
}

void restoreLook(const Views& views, const QJsonObject& look) {
    const QJsonObject widgets = look["widgets"].toObject();
    forEachView(views,
                [&](const QString& name, QWidget& view) { setWidgetStates(view, widgets[name].toObject()); });
    restoreMap(views.train.map(), look["maps"]["train"].toObject());
    restoreMap(views.explore.map(), look["maps"]["explore"].toObject());
    restorePlaces(views.explore.exploration(), look["places"].toObject());
    restoreCurves(views.train.curves(), look["curves"].toObject());
}

}  // namespace latentscape::ui
