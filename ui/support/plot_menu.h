#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QProgressDialog>
#include <QString>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/support/problem.h"
#include "ui/support/progress_task.h"

class QAction;
class QMenu;
class QWidget;

namespace latentscape::ui {

/// What a right-click on any view offers: to save or copy its picture, and to export its data. Files are
/// written whole or not at all, on another thread; what takes long shows how far it is and can be cancelled.
class PlotMenu : public QObject {
    Q_OBJECT

public:
    /// Gives the text of a CSV file; called on another thread, so it owns what it reads. One that takes long
    /// is told of a Progress.
    class CsvJob {
    public:
        template <std::invocable Job>
        CsvJob(Job job) : m_text([job = std::move(job)](const Progress&) { return job(); }) {}
        template <std::invocable<const Progress&> Job>
        CsvJob(Job job) : m_text(std::move(job)) {}

        std::string operator()(const Progress& progress) const { return m_text(progress); }

    private:
        std::function<std::string(const Progress&)> m_text;
    };
    /// Copies what a job needs.
    using Data = std::function<CsvJob()>;

    /// Belongs to `plot`, which gets the menu and, while it has the focus, the shortcut of saving. `name` is
    /// what files are called. `data` may be empty: then there is nothing to export.
    PlotMenu(QWidget& plot, const QString& name, Data data);

    /// More choices below those that all plots have.
    void add(QAction* action) { m_more << action; }
    /// Another table that can be exported: what the choice is called, and its file.
    void addExport(const QString& text, const QString& name, Data data);

    /// PNG at twice the plot's size, or SVG if the path ends so.
    void savePicture(const QString& path);
    void copyPicture() const;
    /// Asks for the file first.
    void choosePicture();
    /// The first of the tables that can be exported, or another one.
    void exportData(const QString& path, std::size_t which = 0);
    /// Asks for the file first.
    void chooseData(std::size_t which = 0);

signals:
    /// Before the menu opens, with nothing in it yet: what the view itself offers comes first.
    void opening(QMenu& menu);
    void saved(const QString& path);
    void failed(const latentscape::Problem& problem);

private:
    struct Export {
        QString text;
        QString name;
        Data data;
    };

    void popUp(const QPoint& position);
    void chooseFile(const QString& title, const QString& name, const QStringList& filters,
                    const QString& suffix, std::function<void(const QString&)> save);
    void write(const QString& path, std::function<std::string(const Progress&)> content);
    void showProgress(double share);
    void showProblem(const Problem& problem);

    QWidget& m_plot;
    QString m_name;
    std::vector<Export> m_exports;
    QList<QAction*> m_more;
    QString m_path;
    QElapsedTimer m_since;
    QPointer<QProgressDialog> m_progress;
    /// Nothing if the file has been written. Last, so that no result arrives in a menu that is half gone.
    ProgressTask<std::optional<Problem>> m_writing;
};

}  // namespace latentscape::ui
