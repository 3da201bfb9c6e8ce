#include "core/support/problem.h"

#include <QTest>
#include <set>

using namespace latentscape;

class ProblemTest : public QObject {
    Q_OBJECT

private slots:
    void everyProblemHasItsOwnSentence();
    void placeholdersAreReplacedByFacts_data();
    void placeholdersAreReplacedByFacts();
    void errorCarriesItsProblemAndItsSentence();
};

void ProblemTest::everyProblemHasItsOwnSentence() {
    std::set<std::string> sentences;
    for (int code = 0; code <= int(ProblemCode::OutOfMemory); ++code) {
        const std::string sentence = messageTemplate(ProblemCode(code));
        QVERIFY2(sentence.ends_with('.') || sentence.ends_with(")."), qPrintable(QString::number(code)));
        QVERIFY2(sentences.insert(sentence).second, sentence.c_str());
    }
}

void ProblemTest::placeholdersAreReplacedByFacts_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << "as it is"
                          << "as it is";
    QTest::newRow("empty") << ""
                           << "";
    QTest::newRow("one") << "line {line}."
                         << "line 7.";
    QTest::newRow("twice") << "{line}{line}"
                           << "77";
    QTest::newRow("unknown fact stays") << "{nothing} {line}"
                                        << "{nothing} 7";
    QTest::newRow("not closed") << "{line"
                                << "{line";
    QTest::newRow("braces in a fact are text") << "{text}"
                                               << "{line}";
    QTest::newRow("beyond ASCII") << "“{file}”"
                                  << "“größe.csv”";
}

void ProblemTest::placeholdersAreReplacedByFacts() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Facts facts{{"line", "7"}, {"text", "{line}"}, {"file", "größe.csv"}};
    QCOMPARE(QString::fromStdString(fillPlaceholders(text.toStdString(), facts)), expected);
}

void ProblemTest::errorCarriesItsProblemAndItsSentence() {
    const Error error(ProblemCode::FileNotFound, {{"file", "x.csv"}});
    QCOMPARE(error.problem(), (Problem{ProblemCode::FileNotFound, {{"file", "x.csv"}}}));
    QCOMPARE(QString(error.what()), "There is no file x.csv. Check the name and the folder.");
    QCOMPARE(QString(error.what()), QString::fromStdString(describe(error.problem())));
}

QTEST_GUILESS_MAIN(ProblemTest)
#include "problem_test.moc"
