#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/training/snapshot.h"
#include "core/training/training_data.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace latentscape::ui {

class ElidedLabel;
class ImagePairView;
class ReconstructionBars;
class ReconstructionModel;
class ViewState;

/// Shows the selected row beside what the model makes of it, as bars or as pictures. Without a selection, the
/// first validation row serves as an example.
class ReconstructionPanel : public QWidget {
    Q_OBJECT

public:
    /// The view state outlives the panel.
    explicit ReconstructionPanel(ViewState& viewState, QWidget* parent = nullptr);

    /// The table that the coming models are trained on; earlier models are dropped.
    void setTrainingData(TrainingDataPtr trainingData);
    /// A model of the current training data. Cheap enough for ten a second: only values change.
    void setModel(std::shared_ptr<const ModelSnapshot> model);
    void clear();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* createHeader();
    QWidget* createBarsPage();
    QWidget* createContent();
    void showAs(QToolButton* choice);
    void refresh();
    void refreshColours();
    /// If the table has it.
    std::optional<Index> selectedRow() const;
    Index exampleRow() const;
    QString titleOf(Index row) const;

    ViewState& m_viewState;
    TrainingDataPtr m_data;
    std::shared_ptr<const ModelSnapshot> m_model;
    ReconstructionModel* m_lines;

    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    ElidedLabel* m_title;
    ElidedLabel* m_hint;
    QWidget* m_choice;
    QToolButton* m_asBars;
    QToolButton* m_asImage;
    QStackedWidget* m_views;
    QWidget* m_bars;
    QToolButton* m_byError;
    ReconstructionBars* m_table;
    ImagePairView* m_image;
    QLabel* m_error;
};

}  // namespace latentscape::ui
