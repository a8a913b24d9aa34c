#include "config/read_config.hpp"

#include "config/impurity_rules.hpp"
#include "config/matrix_file.hpp"
#include "config/object_reader.hpp"
#include "config/overrides.hpp"
#include "config/profiles.hpp"
#include "config/rules.hpp"
#include "config/strict_json.hpp"
#include "core/errors.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace mbl {

namespace {

using nlohmann::json;

/// At most one byte more than the parser accepts, so that a wrong file name costs neither memory nor time.
std::string read_text(const std::filesystem::path& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) {
        throw IoError(file.string() + ": is a directory; name a config file");
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw IoError(file.string() + ": cannot be opened: " + std::generic_category().message(errno)
                      + "; check the path");
    }
    std::string text;
    std::string piece(std::size_t{1} << 20U, '\0');
    while (text.size() <= largest_document_bytes && stream) {
        stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        text.append(piece, 0, static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad()) throw IoError(file.string() + ": cannot be read: " + std::generic_category().message(errno));
    return text;
}

/// The kind of model decides which keys exist at all, so it is asked for before anything else.
ModelKind model_kind(const json& document) {
    const JsonPointer place("/model");
    if (!document.contains(place)) refuse(place, "missing, but required", model_advice);
    const json& model = document.at(place);
    if (!model.is_object()) refuse(place, "must be an object", found(model), model_advice);
    if (!model.contains("kind")) {
        refuse(place / "kind", "missing, but required",
               R"(write "goe_bubble" for exact diagonalization, or "impurity" for the impurity model)");
    }
    ModelKind kind{};
    ObjectReader::read(model.at("kind"), place / "kind", kind, fields::Choice{});
    return kind;
}

void read_diagonalization(const json& document, const std::filesystem::path& folder, Config& config) {
    ObjectReader::read(document, JsonPointer(), config, fields::Object{});
    BubbleConfig& bubble = config.model.bubble;
    check_ensemble(document, bubble);
    const MatrixFile& source = bubble.matrix_file;
    if (!source.file.empty()) bubble.matrix = read_matrix_file(folder / source.file, source.dataset, bubble_matrix);
    apply_rules(document, config);
}

void read_impurity(const json& document, Config& config) {
    ImpurityConfig& impurity = config.impurity.emplace();
    config.figure = impurity_figures.front();
    ImpurityDocument target{config, impurity};
    ObjectReader::read(document, JsonPointer(), target, fields::Object{});
    apply_impurity_rules(document, config.seed, impurity);
}

Config read_document(const json& document, const std::filesystem::path& folder) {
    Config config;
    switch (model_kind(document)) {
    case ModelKind::goe_bubble: read_diagonalization(document, folder, config); break;
    case ModelKind::impurity: read_impurity(document, config); break;
    }
    config.effective_json = document.dump();
    return config;
}

} // namespace

Config parse_config(const std::string& text, const std::string& origin, const std::string& profile,
                    const std::vector<std::string>& overrides, const std::filesystem::path& folder) {
    json document = parse_strict_json(text, origin);
    if (!document.is_object()) {
        refuse(JsonPointer(), "must be an object", found(document),
               "write { \"name\": ..., \"model\": ..., \"sweeps\": ... }");
    }
    const std::string chosen = profile.empty() ? "paper" : profile;
    const Patched patched = apply_profile(document, chosen);
    for (const std::string& assignment : overrides) apply_override(document, assignment);
    try {
        Config config = read_document(document, folder);
        config.profile = chosen;
        return config;
    } catch (const ConfigError& error) {
        // The place may be one that the profile put there, not one in the file's main part.
        if (patched == Patched::no) throw;
        throw ConfigError(std::string(error.what()) + " (with profile " + in_quotes(chosen) + ")");
    }
}

Config read_config(const std::filesystem::path& file, const std::string& profile,
                   const std::vector<std::string>& overrides) {
    return parse_config(read_text(file), file.string(), profile, overrides, file.parent_path());
}

} // namespace mbl
