#pragma once

#include <QAbstractButton>
#include <QStringList>
#include <QVBoxLayout>
#include <QWidget>

namespace latentscape::ui {

/// One bundled table.
struct Sample {
    QString title;
    QString description;
    /// In the program's resources.
    QString path;
};

const QList<Sample>& samples();

/// What is on screen before a table is open: samples, recent files, and where to drop a CSV.
class WelcomePanel : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePanel(QWidget* parent = nullptr);

    void setRecentFiles(const QStringList& paths);

signals:
    void fileChosen(const QString& path);
    void openRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyPalette();

    QList<QAbstractButton*> m_samples;
    QVBoxLayout* m_recent;
};

}  // namespace latentscape::ui
