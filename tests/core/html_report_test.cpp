// The report of a run: what it says, and that nothing in a table can make it anything but a page.

#include "core/report/html_report.h"

#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include "core/analysis/encoding.h"
#include "core/report/line_chart.h"
#include "core/report/markup.h"
#include "core/report/repeat_command.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

/// What a page says, as a browser sees it.
struct Page {
    QString error;
    QStringList elements;
    /// Values of all attributes.
    QStringList values;
    /// All text, in the pieces between tags.
    QStringList texts;
    int marks = 0;
    int rings = 0;

    explicit Page(const std::string& html) {
        QXmlStreamReader reader(QByteArray::fromStdString(html));
        QString text;
        while (!reader.atEnd()) {
            const QXmlStreamReader::TokenType token = reader.readNext();
            if (token == QXmlStreamReader::StartElement) {
                elements << reader.name().toString();
                for (const QXmlStreamAttribute& attribute : reader.attributes())
                    values << attribute.value().toString();
                const QString className = reader.attributes().value("class").toString();
                marks += className == QLatin1String("mark") ? 1 : 0;
                rings += className == QLatin1String("ring") ? 1 : 0;
                if (!text.trimmed().isEmpty())
                    texts << text;
                text.clear();
            } else if (token == QXmlStreamReader::Characters) {
                text += reader.text();
            } else if (token == QXmlStreamReader::EndElement) {
                texts << text;
                text.clear();
            }
        }
        if (reader.hasError())
            error = QString("%1 in line %2").arg(reader.errorString()).arg(reader.lineNumber());
    }

    /// What stands in the tile of this name, as a number.
    double tile(const QString& name) const {
        const QString value = texts.value(texts.indexOf(name) + 1);
        return QString(value).replace(QChar(0x2212), '-').toDouble();
    }
};

ReportedRun reported(const TrainedSample& sample) {
    return {.name = "run",
            .source = {.path = sample.data->dataset->path()},
            .data = sample.data,
            .model = *sample.model,
            .hyperparameters = {.hidden = {16}, .epochs = 3}};
}

TrainedSample trainTable(const DatasetPtr& dataset, int latent = 2) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {8};
    hyperparameters.latent = latent;
    hyperparameters.epochs = 1;
    const TrainingDataPtr data = prepareTrainingData(dataset, assignRoles(*dataset), hyperparameters);
    Trainer trainer(data, hyperparameters, {});
    while (!trainer.finished())
        trainer.step();
    return {.data = data, .model = trainer.modelSnapshot()};
}

}  // namespace

class HtmlReportTest : public QObject {
    Q_OBJECT

private slots:
    void isOnePageThatNeedsNothingElse_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("says");
        QTest::newRow("numbers") << "iris"
                                 << "petal_width_cm";
        QTest::newRow("categories and missing cells") << "penguins"
                                                      << "2 (0.6 %)";
        QTest::newRow("pictures") << "digits"
                                  << "pixel_0_3";
    }

    void isOnePageThatNeedsNothingElse() {
        QFETCH(QString, sample);
        QFETCH(QString, says);
        const Page page(htmlReport(reported(trainSample(sample.toStdString(), 3))));
        QCOMPARE(page.error, QString());
        QVERIFY2(page.texts.contains(says), qPrintable(page.texts.join('|')));
        for (const char* const element : {"script", "img", "link", "iframe", "object", "a"})
            QCOMPARE(page.elements.contains(element), QLatin1String(element) == QLatin1String("a"));
        for (const QString& value : page.values)
            QVERIFY2(!value.contains(QRegularExpression("^(https?|file|data|javascript):|url\\(")),
                     qPrintable(value));
        QVERIFY(!page.texts.filter(QRegularExpression("@import|url\\(|https?:")).size());
    }

    void everyDrawingTellsWhatItShows_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("map and curves") << "iris" << 2;
        QTest::newRow("pictures") << "digits" << 2 + 2 * int(kReportedRows);
    }

    void everyDrawingTellsWhatItShows() {
        QFETCH(QString, sample);
        QFETCH(int, atLeast);
        ReportedRun run = reported(trainSample(sample.toStdString(), 3));
        run.history.training = {{.step = 10, .epoch = 1, .terms = {5, 1}},
                                {.step = 20, .epoch = 2, .terms = {4, 1}}};
        run.history.validation = {{.step = 10, .epoch = 1, .terms = {4, 0.25}},
                                  {.step = 20, .epoch = 2, .terms = {5, 1}}};
        const std::string html = htmlReport(run);
        QXmlStreamReader reader(QByteArray::fromStdString(html));
        int drawings = 0;
        while (reader.readNextStartElement() || !reader.atEnd()) {
            if (!reader.isStartElement() || reader.attributes().value("role") != QLatin1String("img"))
                continue;
            ++drawings;
            QVERIFY(reader.readNextStartElement());
            QCOMPARE(reader.name().toString(), QString("title"));
            QVERIFY(!reader.readElementText().isEmpty());
            QVERIFY(reader.readNextStartElement());
            QCOMPARE(reader.name().toString(), QString("desc"));
            QVERIFY(!reader.readElementText().isEmpty());
        }
        QVERIFY2(drawings >= atLeast, qPrintable(QString::number(drawings)));
    }

    void namesAndCellsAreTextWhateverTheySay() {
        std::string csv = "<script>alert(1)</script>,a & b,\"quo\"\"te'\",kind\n";
        for (int row = 0; row < 40; ++row)
            csv += std::to_string(row % 7) + "," + std::to_string(row * row % 11) + "," +
                   (row % 2 ? "<b>no</b>" : "\x01\x02") + "," + (row % 3 ? "]]>" : "&lt;") + "\n";
        ReportedRun run = reported(trainTable(tableFrom(csv)));
        run.name = "</title><script>\xff\xfe\"";
        run.version = "<i>";
        run.source.path = "/data/<img src=x>'.csv";
        const Page page(htmlReport(run));
        QCOMPARE(page.error, QString());
        for (const char* const element : {"script", "b", "i", "img"})
            QVERIFY2(!page.elements.contains(element), element);
        for (const char* const text : {"<script>alert(1)</script>", "a & b", "quo\"te'"})
            QVERIFY2(page.texts.contains(text), text);
        QVERIFY(!page.texts.filter("<img src=x>").isEmpty());
        QVERIFY(page.texts.contains(QString("</title><script>%1%1\"").arg(QChar(0xfffd))));
    }

    void escapesWhatAPageCannotHold_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("markup");
        QTest::newRow("markup") << QByteArray("<a href='x'>&\"")
                                << QByteArray("&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
        QTest::newRow("letters") << QByteArray("Größe 体") << QByteArray("Größe 体");
        QTest::newRow("beyond the basic plane")
            << QByteArray("\xF0\x9F\x90\xA7") << QByteArray("\xF0\x9F\x90\xA7");
        QTest::newRow("no UTF-8") << QByteArray("a\xff z") << QByteArray("a\xEF\xBF\xBD z");
        QTest::newRow("cut short") << QByteArray("\xE4\xBD") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("too long for its character")
            << QByteArray("\xC0\xBC") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("half of a pair")
            << QByteArray("\xED\xA0\x80") << QByteArray("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
        QTest::newRow("control character") << QByteArray("a\x01\tb") << QByteArray("a\xEF\xBF\xBD\tb");
    }

    void escapesWhatAPageCannotHold() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, markup);
        QCOMPARE(QByteArray::fromStdString(escaped(text.toStdString())), markup);
    }

    void writesNumbersAsPeopleReadThem_data() {
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("text");
        QTest::newRow("whole") << 12.0 << "12";
        QTest::newRow("rounded") << 3.14159265 << "3.142";
        QTest::newRow("small") << 0.00123456 << "0.001235";
        QTest::newRow("negative") << -0.5 << QString(QChar(0x2212)) + "0.5";
        QTest::newRow("large") << 1234567.8 << "1234568";
        QTest::newRow("huge") << 1.5e12 << "1.500e+12";
        QTest::newRow("none") << std::nan("") << QString(QChar(0x2013));
    }

    void writesNumbersAsPeopleReadThem() {
        QFETCH(double, number);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(readableNumber(number)), text);
    }

    void tellsTheLossesOfTheValidationRows() {
        const TrainedSample sample = trainSample("iris", 3);
        const Page page(htmlReport(reported(sample)));
        // KL(N(μ, σ²) ‖ N(0, 1)) = ½ Σ (μ² + σ² − 1 − ln σ²)
        const Posteriors posteriors =
            encodeRows(sample.data->table, *sample.model, sample.data->split.validation);
        double kl = 0;
        for (Index i = 0; i < posteriors.mean.size(); ++i) {
            const double mean = double(posteriors.mean.data()[i]);
            const double deviation = double(posteriors.deviation.data()[i]);
            kl += (mean * mean + deviation * deviation - 1) / 2 - std::log(deviation);
        }
        kl /= double(posteriors.mean.cols());
        QVERIFY(std::abs(page.tile("KL") - kl) < 1e-3);
        QVERIFY(std::abs(page.tile("ELBO") + page.tile("Reconstruction") + kl) < 2e-3);
    }

    void marksChangesAndTheBestEpoch() {
        ReportedRun run = reported(trainSample("iris", 3));
        run.history.training = {{.step = 10, .epoch = 1, .terms = {5, 1}},
                                {.step = 20, .epoch = 2, .terms = {4, 1}}};
        run.history.validation = {{.step = 0, .epoch = 0, .terms = {6, 0}},
                                  {.step = 10, .epoch = 1, .terms = {4, 0.25}},
                                  {.step = 20, .epoch = 2, .terms = {5, 1}}};
        run.hyperparameters.beta = 4;
        run.history.edits = {{.step = 10, .epoch = 1, .key = "beta", .before = 1.0, .after = 4.0}};
        const Page page(htmlReport(run));
        QCOMPARE(page.error, QString());
        QCOMPARE(page.marks, 3);
        QCOMPARE(page.rings, 1);
        QVERIFY(page.texts.contains(QString("best epoch, 1: ELBO ") + QChar(0x2212) + "4.25"));
        QCOMPARE(begunWith(run.hyperparameters, run.history.edits).beta, 1.0);
        // Nothing but what the run began with is worth an option.
        QVERIFY(page.texts.filter("latentscape-cli train").filter("--beta").isEmpty());
    }

    void saysHowManyRowsTheMapLeavesOut() {
        const Page page(htmlReport(reported(trainTable(longNumbers(int(kReportedMapRows) + 1)))));
        QCOMPARE(page.error, QString());
        QCOMPARE(page.texts.filter("5,000 of 5,001 rows are drawn").size(), 2);
    }

    void manyLatentDimensionsAreDrawnInTheirPrincipalPlane_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<QString>("axis");
        QTest::newRow("one") << 1 << "latent 1";
        QTest::newRow("two") << 2 << "latent 2";
        QTest::newRow("three") << 3 << "second principal axis of the means";
    }

    void manyLatentDimensionsAreDrawnInTheirPrincipalPlane() {
        QFETCH(int, latent);
        QFETCH(QString, axis);
        const Page page(htmlReport(reported(trainTable(readSample("iris"), latent))));
        QCOMPARE(page.error, QString());
        QVERIFY(page.texts.contains(axis));
    }

    void canBeCancelled() {
        const TrainedSample sample = trainSample("iris", 1);
        const std::optional<Problem> problem =
            thrownProblem([&] { htmlReport(reported(sample), [](double share) { return share < 0.5; }); });
        QVERIFY(problem && problem->code == ProblemCode::Cancelled);
    }

    void decimatedCurvesKeepTheirExtremes() {
        std::vector<ChartPoint> points;
        for (int i = 0; i < 100000; ++i)
            points.push_back({double(i), std::sin(i * 0.37) + (i == 54321 ? 40 : i == 77777 ? -30 : 0)});
        const std::vector<ChartPoint> kept = decimated(points, 0, 99999, 400);
        QVERIFY(kept.size() <= 800);
        QVERIFY(std::ranges::is_sorted(kept, {}, &ChartPoint::x));
        for (const ChartPoint& extreme : {points[54321], points[77777]})
            QVERIFY(std::ranges::find(kept, extreme) != kept.end());
    }

    void ticksAreRound_data() {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<QList<double>>("ticks");
        QTest::newRow("epochs") << 0.0 << 60.0 << QList<double>{0, 20, 40, 60};
        QTest::newRow("below one") << 0.0 << 1.0 << QList<double>{0, 0.5, 1};
        QTest::newRow("negative") << -7.5 << -6.2 << QList<double>{-7.5, -7, -6.5};
        QTest::newRow("nothing") << 1.0 << 1.0 << QList<double>{};
    }

    void ticksAreRound() {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(QList<double>, ticks);
        const std::vector<double> found = roundTicks(from, to, 4);
        QCOMPARE(QList<double>(found.begin(), found.end()), ticks);
    }

    void commandsSayWhatWasAskedFor_data() {
        QTest::addColumn<RunSource>("source");
        QTest::addColumn<QString>("words");
        QTest::newRow("nothing") << RunSource{.path = "/data/a.csv"} << "/data/a.csv --seed 1 --out RUN";
        QTest::newRow("a name with blanks and quotes")
            << RunSource{.path = "/da ta/it's.csv"} << "'/da ta/it'\\''s.csv' --seed 1 --out RUN";
        QTest::newRow("reading")
            << RunSource{.path = "a",
                         .csv = {.delimiter = ';',
                                 .decimal = ',',
                                 .sentinels = {{"x", {"-999"}}},
                                 .types = {{"y", ColumnType::Count}}}}
            << "a --delimiter ';' --decimal , --sentinel x=-999 --type y=count --seed 1 --out RUN";
        QTest::newRow("roles") << RunSource{.path = "a",
                                            .roles = {.inputs = {"x", "y z"}, .label = "", .clip = 0.01}}
                               << "a --inputs x --inputs 'y z' --label '' --clip 0.01 --seed 1 --out RUN";
        QTest::newRow("rows")
            << RunSource{.path = "a", .rowRequest = {.filter = "x > 3", .sampleRows = 50, .balanced = true}}
            << "a --where 'x > 3' --subsample 50 --balance --seed 1 --out RUN";
        QTest::newRow("rows left out by hand")
            << RunSource{.path = "a", .rowRequest = {.excluded = {3}}} << "a --config config.json --out RUN";
        QTest::newRow("a comma in a list")
            << RunSource{.path = "a", .roles = {.ignore = {"x,y"}}} << "a --config config.json --out RUN";
    }

    void commandsSayWhatWasAskedFor() {
        QFETCH(RunSource, source);
        QFETCH(QString, words);
        QCOMPARE(QString::fromStdString(repeatCommand(source, {}, {})), "latentscape-cli train " + words);
    }
};

QTEST_GUILESS_MAIN(HtmlReportTest)
#include "html_report_test.moc"
