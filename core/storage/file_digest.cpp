#include "core/storage/file_digest.h"

#include <algorithm>
#include <array>
#include <memory>

#include <openssl/evp.h>

#include "core/support/file_bytes.h"

namespace latentscape {

std::string sha256OfFile(const std::string& path) {
    const FileBytes file(path);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
    std::array<char, 1 << 16> block{};
    for (std::uint64_t at = 0; at < file.size(); at += block.size()) {
        const std::span<char> bytes(block.data(), std::min<std::uint64_t>(block.size(), file.size() - at));
        file.read(at, bytes);
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context.get(), digest.data(), &length);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

}  // namespace latentscape
