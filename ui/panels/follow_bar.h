#pragma once

#include <QPushButton>
#include <QWidget>

#include "ui/training/run_follower.h"

namespace latentscape::ui {

class ElidedLabel;

/// Says which run folder is followed, how old its newest record is, and whether its process still writes;
/// once it does not, the run can be gone on with here. Hidden while none is followed.
class FollowBar : public QWidget {
    Q_OBJECT

public:
    /// The follower outlives the bar.
    explicit FollowBar(RunFollower& follower, QWidget* parent = nullptr);

    QString text() const;

private:
    void showStatus();

    RunFollower& m_follower;
    ElidedLabel* m_text;
    QPushButton* m_goOn;
};

}  // namespace latentscape::ui
