#pragma once

#include <clocale>
#include <locale>
#include <string>

namespace latentscape::tests {

/// While it lives, the C++ library writes 1234.5 as 1.234,5; the C library too where a German locale is
/// installed.
class CommaLocale {
public:
    CommaLocale() : m_previous(std::locale::global(std::locale(std::locale::classic(), new Punctuation))) {
        std::setlocale(LC_NUMERIC, "de_DE.UTF-8");
    }
    ~CommaLocale() {
        std::locale::global(m_previous);
        std::setlocale(LC_NUMERIC, "C");
    }
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

private:
    struct Punctuation : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };

    std::locale m_previous;
};

}  // namespace latentscape::tests
