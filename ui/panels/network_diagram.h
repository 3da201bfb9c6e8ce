#pragma once

#include <QWidget>
#include <vector>

namespace latentscape::ui {

/// The layers of the model as a row of bars, narrow waist in the middle: encoder, latent space, decoder.
class NetworkDiagram : public QWidget {
    Q_OBJECT

public:
    explicit NetworkDiagram(QWidget* parent = nullptr);

    /// Units of each layer from the table's features to the latent dimensions; the decoder mirrors them.
    /// A straight path leads past the hidden layers of each half if `straightPath`.
    void setLayers(std::vector<qint64> encoderUnits, bool straightPath);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, 66}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<qint64> m_units;
    bool m_straightPath = false;
};

}  // namespace latentscape::ui
