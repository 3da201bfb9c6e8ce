#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <optional>
#include <string>

#include "core/support/problem.h"
#include "ui/support/background_task.h"

class QAction;
class QFileDialog;
class QMenu;
class QWidget;

namespace latentscape::ui {

/// What a right-click on any plot offers: to save or copy its picture, and to export its data. Files are
/// written whole or not at all, on another thread.
class PlotMenu : public QObject {
    Q_OBJECT

public:
    /// The text of a CSV file; called on another thread, so it owns what it reads.
    using CsvJob = std::function<std::string()>;
    /// Copies what a job needs.
    using Data = std::function<CsvJob()>;

    /// Belongs to `plot`, which gets the menu and, while it has the focus, the shortcut of saving. `name` is
    /// what files are called. `data` may be empty: then there is nothing to export.
    PlotMenu(QWidget& plot, const QString& name, Data data);

    /// More choices below those that all plots have.
    void add(QAction* action) { m_more << action; }

    /// PNG at twice the plot's size, or SVG if the path ends so.
    void savePicture(const QString& path);
    void copyPicture() const;
    void exportData(const QString& path);
    /// Asks for the file first.
    void chooseData();

signals:
    void saved(const QString& path);
    void failed(const latentscape::Problem& problem);

private:
    void popUp(const QPoint& position);
    void choosePicture();
    void chooseFile(const QString& title, const QStringList& filters, const QString& suffix,
                    void (PlotMenu::*save)(const QString&));
    void write(const QString& path, std::function<std::string()> content);
    void showProblem(const Problem& problem);

    QWidget& m_plot;
    QString m_name;
    Data m_data;
    QList<QAction*> m_more;
    /// Nothing if the file has been written.
    BackgroundTask<std::optional<Problem>> m_writing;
    QString m_path;
};

}  // namespace latentscape::ui
