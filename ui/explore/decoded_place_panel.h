#pragma once

#include <QLabel>
#include <QToolButton>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/analysis/view_tables.h"
#include "ui/explore/decoded_place_model.h"
#include "ui/explore/exploration.h"
#include "ui/explore/picture_strip.h"
#include "ui/explore/place_support.h"
#include "ui/panels/data_table.h"
#include "ui/panels/elided_label.h"

class QListWidget;
class QListWidgetItem;
class QStackedWidget;

namespace latentscape::ui {

/// The row that a place of latent space decodes to, in original units, beside those of the pinned places: as
/// a list of columns, and as pictures where the columns are pixels. Says whether rows have taught the model
/// anything there.
class DecodedPlacePanel : public QWidget {
    Q_OBJECT

public:
    /// Both outlive the panel.
    DecodedPlacePanel(Exploration& exploration, PlaceSupport& support, QWidget* parent = nullptr);

    /// Shows this place for the moment, in place of where the exploration stands; nothing to go back there.
    void showPointed(const std::optional<Vector>& place);

    const DecodedPlaceModel& model() const { return *m_cells; }

signals:
    /// Whether a person wants places without support shaded on the map.
    void shadingChosen(bool shaded);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* createContent();
    QWidget* createButtons();
    void createTable();
    void createPins();

    void followModel();
    void decode();
    void decodePins();
    void describe();
    void showAsChosen();
    void refreshColours();
    void pinHere();
    void removePin();
    void goToPin(int pin);
    const Vector& shownPlace() const { return m_pointed ? *m_pointed : m_exploration.place(); }
    /// What is shown and the pins, for an export.
    std::vector<NamedPlace> namedPlaces() const;
    QString titleOfPlace() const;
    QString supportText() const;

    Exploration& m_exploration;
    PlaceSupport& m_support;
    DecodedPlaceModel* m_cells;
    TrainingDataPtr m_data;
    /// Of the newest model; null while there is none.
    std::unique_ptr<LatentDecoder> m_decoder;
    std::optional<Vector> m_pointed;
    bool m_outdated = true;

    QStackedWidget* m_pages;
    QLabel* m_empty;
    QWidget* m_content;
    ElidedLabel* m_title;
    QLabel* m_supportLine;
    QToolButton* m_pin;
    QToolButton* m_shade;
    QToolButton* m_asPicture;
    QStackedWidget* m_views;
    DataTable* m_table;
    PictureStrip* m_pictures;
    QWidget* m_pinBox;
    QListWidget* m_pinList;
    QToolButton* m_remove;
};

}  // namespace latentscape::ui
