#pragma once

#include <QObject>
#include <QPointer>
#include <functional>

#include "ui/panels/message_bar.h"
#include "ui/shell/project_reader.h"
#include "ui/shell/session.h"
#include "ui/support/background_task.h"
#include "ui/support/progress_task.h"

class QMessageBox;

namespace latentscape::ui {

/// What a person does with projects: saves them, opens them, is asked before trained work goes, and gets back
/// a session that was lost.
class ProjectFiles : public QObject {
    Q_OBJECT

public:
    /// All outlive it. Sessions that were lost are offered in `lost`, a bar of their own.
    ProjectFiles(Session& session, MessageBar& messages, MessageBar& lost, QWidget* window);

    static bool isProject(const QString& path);

    /// The project's run trains at once if asked.
    void open(const QString& file, bool train = false);
    /// To the file that it has; asks for one if it has none.
    void save();
    void saveAs();
    void saveTo(const QString& file, bool embedTable);
    /// Calls `proceed` as soon as nothing that was trained would be lost by it: at once, or after a person
    /// was asked. Never if that person thinks again.
    void whenSafe(std::function<void()> proceed);
    /// The same where something that was wished for has arrived, which takes the place of what is on screen
    /// only now: whoever has said that what was trained may go is not asked again.
    void whenStillSafe(std::function<void()> proceed);
    /// Whether the window may close now. If not, a person is asked, and the window closes then.
    bool mayClose();
    /// Gives the runs that have ended their maps, one day.
    void encodeEnded(RunList& runs);
    /// Looks for a session that was lost, and offers it.
    void offerLost();
    /// Reading that nobody waits for any more.
    void cancel();

signals:
    void restored(const latentscape::ui::RestoredProject& project, const QString& file, bool train);
    void failed(const latentscape::Problem& problem);
    void saved(const QString& file);
    /// No session to be offered has been found.
    void nothingLost();

private:
    struct Lost {
        QString folder;
        QString text;
    };

    void ask(std::function<void()> proceed);
    /// The one on show; null for none.
    QMessageBox* question() const;
    /// As the dialog has it, with the ending of a project.
    void saveChosen(const QString& chosen, bool embedTable);
    void read(const QString& file, const QString& lostFolder, const QString& table, bool train);
    /// What is being read, for people.
    QString nameOfRead() const;
    void showProgress(double share);
    void onFailed(const std::exception_ptr& thrown);
    void askForTable();
    void showLost(const std::optional<Lost>& lost);
    void showMaps(const std::vector<LatentSnapshotPtr>& maps);
    static std::optional<Lost> findLost(const std::string& root);

    Session& m_session;
    MessageBar& m_messages;
    MessageBar& m_lost;
    QWidget* m_window;
    /// What is to be done once all is saved.
    std::function<void()> m_afterSave;
    bool m_closes = false;
    /// What was trained may go for what is being read.
    bool m_mayGo = false;
    QPointer<RunList> m_runs;
    /// What is being read, or was last.
    QString m_file;
    QString m_lostFolder;
    bool m_trains = false;
    /// Last, so that nothing arrives in an object that is half gone.
    ProgressTask<RestoredProject> m_reading;
    BackgroundTask<std::optional<Lost>> m_search;
    BackgroundTask<bool> m_removal;
    BackgroundTask<std::vector<LatentSnapshotPtr>> m_maps;
};

}  // namespace latentscape::ui
