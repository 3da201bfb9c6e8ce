#pragma once

#include <QLabel>
#include <QWidget>
#include <functional>
#include <vector>

#include "core/data/csv_reader.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace latentscape::ui {

/// How a file is written and how much of it is read: each line shows what was found and can be set by hand;
/// what was is bold.
class DialectForm : public QWidget {
    Q_OBJECT

public:
    explicit DialectForm(QWidget* parent = nullptr);

    /// Shows what was set by hand, and no longer what was found.
    void setOptions(const CsvOptions& options);
    /// What the lines left to the reader turned out to be.
    void showFound(const CsvDialect& dialect);
    /// Puts what is shown into `options`, whose types and sentinels stay.
    void writeTo(CsvOptions& options) const;

signals:
    /// By a person.
    void edited();

private:
    struct Line {
        QLabel* label;
        QComboBox* combo;
        /// What the reader found, as data of an entry.
        std::function<QVariant(const CsvDialect&)> found;
    };

    QComboBox* addLine(const QString& title, const QString& name, const QString& help,
                       std::function<QVariant(const CsvDialect&)> found);
    void addMissingTokens();
    void addSample();
    void markByHand();

    QFormLayout* m_layout;
    std::vector<Line> m_lines;
    QComboBox* m_delimiter;
    QComboBox* m_header;
    QComboBox* m_decimal;
    QComboBox* m_thousands;
    QComboBox* m_encoding;
    QComboBox* m_comment;
    QComboBox* m_ragged;
    QLabel* m_missingLabel = nullptr;
    QLineEdit* m_missing = nullptr;
    QLabel* m_sampleLabel = nullptr;
    QSpinBox* m_sample = nullptr;
};

/// `NA, -999, "1,5"` as a list of texts and back: a text with a comma in it stands in quotation marks, where
/// two of these are one. Blanks around each are left out.
std::vector<std::string> listFromText(const QString& text);
QString textFromList(const std::vector<std::string>& list);

}  // namespace latentscape::ui
