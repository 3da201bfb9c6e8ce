#pragma once

#include <QAbstractButton>
#include <QStringList>
#include <QVBoxLayout>
#include <QWidget>

namespace latentscape::ui {

/// One table that comes with the program.
struct Sample {
    QString title;
    QString description;
    /// In the program's resources; of a generated table, its name behind kGeneratedPrefix.
    QString path;
};

/// Bundled tables.
const QList<Sample>& samples();
/// Tables that are made up, of which it is known what a model should find.
const QList<Sample>& generatedSamples();

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
    QAbstractButton* addSample(QWidget* parent, const QString& title, const QString& description);
    void showGenerated(QWidget* below);

    QList<QAbstractButton*> m_samples;
    QVBoxLayout* m_recent;
};

}  // namespace latentscape::ui
