#pragma once

#include <QJsonObject>

namespace latentscape::ui {

class CompareWorkspace;
class DataWorkspace;
class ExploreWorkspace;
class TrainWorkspace;

/// The views whose looks a project keeps.
struct Views {
    DataWorkspace& data;
    TrainWorkspace& train;
    ExploreWorkspace& explore;
    CompareWorkspace& compare;
};

/// How a person has left the views, whatever table and runs they show: what is in sight of maps and curves,
/// pinned places, and what was chosen, sorted or scrolled in each.
QJsonObject lookOf(const Views& views);

/// Leaves the views as they were. To be called when table, runs, selection and colours are there again, and
/// the model is on show. What does not fit is left out.
void restoreLook(const Views& views, const QJsonObject& look);

}  // namespace latentscape::ui
