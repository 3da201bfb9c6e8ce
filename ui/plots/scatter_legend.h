#pragma once

#include <QWidget>
#include <array>
#include <bitset>
#include <optional>

#include "ui/models/selection.h"
#include "ui/plots/colour_scale.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {

/// Says what the colours of a scatter plot mean: a line for each class, or a slim bar for numbers. Classes
/// can be hidden and shown again, by mouse or by keys.
class ScatterLegend : public QWidget {
    Q_OBJECT

public:
    explicit ScatterLegend(QWidget* parent = nullptr);

    /// An empty scale (no title) leaves nothing to show.
    void setScale(const ColourScale& scale, const PlotTheme& theme);
    /// Lets people hide and mark classes; without, the legend only tells.
    void setTogglable();
    /// Codes whose rows are not shown.
    void setHidden(const std::bitset<256>& hidden);
    /// Selected rows by code, to be told beside all; nothing while no row is selected.
    void setSelected(const std::optional<std::array<Index, 256>>& selected);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {sizeHint().width(), 0}; }
    /// Of the line of an entry; empty if there is no room for it.
    QRect entryRect(int entry) const;

signals:
    void classToggled(std::uint8_t code);
    /// Only this one is to be shown, or all again.
    void classIsolated(std::uint8_t code);
    /// The rows of the class are to be selected.
    void classMarked(std::uint8_t code, latentscape::ui::SelectionMode mode);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    int lineHeight() const;
    /// The y below title and bar.
    int entriesTop() const;
    int barHeight() const;
    /// Entries that there is room for.
    int shownEntries() const;
    QString countText(const LegendEntry& entry) const;
    std::optional<int> entryAt(QPoint position) const;
    void describe();
    void paintBar(QPainter& painter) const;
    void paintEntry(QPainter& painter, int index) const;

    QString m_title;
    std::vector<LegendEntry> m_entries;
    std::optional<ColourBarRange> m_bar;
    PlotTheme m_theme;
    bool m_togglable = false;
    std::bitset<256> m_hidden;
    std::optional<std::array<Index, 256>> m_selected;
    /// The entry that keys are for.
    int m_current = 0;
};

}  // namespace latentscape::ui
