#include "ui/import/read_table.h"

#include <QFile>
#include <QFileInfo>
#include <new>

#include "core/data/generators.h"

namespace latentscape::ui {

bool isFilePath(const std::string& path) {
    return !path.starts_with(kGeneratedPrefix) && !path.starts_with(":/");
}

CsvResult readTable(const QString& path, const CsvOptions& options, const ReadControl& control) {
    if (!path.startsWith(QLatin1String(":/")))
        return readCsv(path.toStdString(), options, control);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ProblemCode::FileNotFound, {{"file", path.toStdString()}});
    return readCsvText(file.readAll().toStdString(), QFileInfo(path).fileName().toStdString(), options,
                       control);
}

Problem problemOf(const std::exception_ptr& thrown, const QString& path) {
    try {
        std::rethrow_exception(thrown);
    } catch (const Error& error) {
        return error.problem();
    } catch (const std::bad_alloc&) {
        return {ProblemCode::OutOfMemory, {{"what", path.toStdString()}}};
    } catch (const std::exception& error) {
        return {ProblemCode::FileUnreadable, {{"file", path.toStdString()}, {"reason", error.what()}}};
    }
}

bool importSettingsMayHelp(ProblemCode code) {
    switch (code) {
        case ProblemCode::FileEmpty:
        case ProblemCode::HeaderOnly:
        case ProblemCode::RaggedLine:
        case ProblemCode::UnterminatedQuote:
        case ProblemCode::StrayQuote:
        case ProblemCode::NotText:
        case ProblemCode::TooFewColumns:
        case ProblemCode::TooManyColumns:
        case ProblemCode::LineTooLong:
        case ProblemCode::UnknownEncoding:
        case ProblemCode::NotInEncoding:
        case ProblemCode::TableTooLarge:
        case ProblemCode::NoUsableInput:
        case ProblemCode::UnknownColumn:
        case ProblemCode::TypeDoesNotFit:
            return true;
        default:
            return false;
    }
}

}  // namespace latentscape::ui
