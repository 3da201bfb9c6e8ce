#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include "ui/training/timeline_viewer.h"

namespace latentscape::ui {

class TimelineSlider;

/// One line to go back and forth in the run that trains: play, a slider, which epoch is shown, branch from
/// there, back to now.
class TimelineBar : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the bar.
    TimelineBar(TrainingController& controller, TimelineViewer& viewer, QWidget* parent = nullptr);

public slots:
    /// Shows the moment that is kept nearest to it.
    void lookAtEpoch(double epoch);

signals:
    void exportRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QToolButton* addButton(const QString& name, const QString& text, const QString& tooltip);
    void refresh();
    void onSliderMoved(int value);
    void togglePlaying();
    void stopPlaying();
    void playOn();
    void branch();
    void applyTheme();

    TrainingController& m_controller;
    TimelineViewer& m_viewer;
    QToolButton* m_play;
    TimelineSlider* m_slider;
    QLabel* m_epoch;
    QToolButton* m_branch;
    QToolButton* m_live;
    QToolButton* m_export;
    QTimer m_playTimer;
    QElapsedTimer m_playClock;
    int m_playFrom = 0;
};

}  // namespace latentscape::ui
