#pragma once

#include <QMenu>
#include <functional>
#include <vector>

#include "ui/shell/file_opener.h"
#include "ui/shell/run_export.h"
#include "ui/training/training_controller.h"

namespace latentscape::ui {

/// All that can leave the program as a file: tables of the model on show, its run, and the model itself. What
/// there is nothing of yet is disabled and says why.
class ExportMenu : public QMenu {
    Q_OBJECT

public:
    /// `exportRows` writes the selected rows; `choosePicture` asks where the picture of the map shall go. All
    /// outlive the menu.
    ExportMenu(Exploration& exploration, const TrainingController& controller, const FileOpener& opener,
               FileExport& files, QAction* exportRows, std::function<void()> choosePicture, QWidget* parent);

    /// Enables what there is something of.
    void enableActions();

private:
    /// Why there is nothing of it yet; empty if there is.
    using Obstacle = QString (ExportMenu::*)() const;
    struct Entry {
        QAction* action;
        QString help;
        Obstacle obstacle;
    };

    QAction* add(const QString& text, const QString& help, Obstacle obstacle);
    /// `what` ends the suggested name.
    void addFile(const QString& text, const QString& help, const FileExport::Kind& kind,
                 FileExport::Job (*job)(const ExportedRun&), Obstacle obstacle = &ExportMenu::noModel);
    void addTables(QAction* exportRows);
    void addModel();

    const RunRecord* shownRun() const;
    QString noModel() const;
    QString noCurves() const;
    QString noGaps() const;

    Exploration& m_exploration;
    const TrainingController& m_controller;
    const FileOpener& m_opener;
    FileExport& m_files;
    std::vector<Entry> m_entries;
};

}  // namespace latentscape::ui
