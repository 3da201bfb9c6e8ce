#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

namespace latentscape::ui {

/// Pictures with their names, as large as all of them can be.
class PictureStrip : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        QString name;
        QImage picture;
    };

    explicit PictureStrip(QWidget* parent = nullptr);

    void setEntries(std::vector<Entry> entries);
    const std::vector<Entry>& entries() const { return m_entries; }

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Entry> m_entries;
};

}  // namespace latentscape::ui
