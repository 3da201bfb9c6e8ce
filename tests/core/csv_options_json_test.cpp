#include "core/storage/csv_options_json.h"

#include <QTest>
#include <stdexcept>

using namespace latentscape;

namespace {

bool same(const CsvOptions& one, const CsvOptions& other) {
    return one.delimiter == other.delimiter && one.decimal == other.decimal &&
           one.thousands == other.thousands && one.comment == other.comment && one.header == other.header &&
           one.encoding == other.encoding && one.missingTokens == other.missingTokens &&
           one.raggedLines == other.raggedLines && one.sentinels == other.sentinels &&
           one.sampleRows == other.sampleRows && one.sampleSeed == other.sampleSeed &&
           one.types == other.types;
}

CsvOptions savedAndRead(const CsvOptions& options) {
    nlohmann::json json;
    addToJson(options, json);
    return csvOptionsFromJson(nlohmann::json::parse(json.dump()));
}

}  // namespace

/// What was told of how a file is read is saved with a run and remembered for the file.
class CsvOptionsJsonTest : public QObject {
    Q_OBJECT

private slots:
    void eachOptionIsReadAsItWasSaved_data() {
        QTest::addColumn<CsvOptions>("options");
        QTest::newRow("nothing told") << CsvOptions{};
        QTest::newRow("delimiter") << CsvOptions{.delimiter = '\t'};
        QTest::newRow("decimal") << CsvOptions{.decimal = ','};
        QTest::newRow("thousands") << CsvOptions{.thousands = ' '};
        QTest::newRow("no thousands") << CsvOptions{.thousands = '\0'};
        QTest::newRow("comment") << CsvOptions{.comment = '#'};
        QTest::newRow("no comment") << CsvOptions{.comment = '\0'};
        QTest::newRow("header") << CsvOptions{.header = true};
        QTest::newRow("no header") << CsvOptions{.header = false};
        QTest::newRow("encoding") << CsvOptions{.encoding = "ISO-8859-2"};
        QTest::newRow("missing") << CsvOptions{.missingTokens = std::vector<std::string>{"", "ohne", "–"}};
        QTest::newRow("nothing is missing") << CsvOptions{.missingTokens = std::vector<std::string>{}};
        QTest::newRow("fill") << CsvOptions{.raggedLines = RaggedLines::Fill};
        QTest::newRow("drop") << CsvOptions{.raggedLines = RaggedLines::Drop};
        QTest::newRow("sentinels") << CsvOptions{.sentinels = {{"ä b", {"-999", "99"}}, {"c", {"0"}}}};
        QTest::newRow("sample") << CsvOptions{.sampleRows = 1000000000000,
                                              .sampleSeed = 18446744073709551615u};
        QTest::newRow("types") << CsvOptions{
            .types = {{"a", ColumnType::Count}, {"b", ColumnType::DateTime}, {"c\"", ColumnType::Text}}};
    }

    void eachOptionIsReadAsItWasSaved() {
        QFETCH(CsvOptions, options);
        QVERIFY(same(savedAndRead(options), options));
        QCOMPARE(same(options, CsvOptions{}), QByteArray(QTest::currentDataTag()) == "nothing told");
    }

    void anUnknownPolicyForRaggedLinesIsRefused() {
        const nlohmann::json json{{"ragged_lines", "guess"}, {"types", nlohmann::json::object()}};
        QVERIFY_EXCEPTION_THROWN(csvOptionsFromJson(json), std::invalid_argument);
    }
};

QTEST_GUILESS_MAIN(CsvOptionsJsonTest)
#include "csv_options_json_test.moc"
