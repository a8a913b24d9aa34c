#pragma once

#include "core/index.hpp"

#include <filesystem>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>

namespace mbl {

/// log.jsonl: what happened and when, one JSON object per line, appended by every run. Whatever may differ between two equal runs is
/// told here and nowhere else. It is no result: a line that cannot be written is left out. Thread-safe.
class CampaignLog {
  public:
    using Field = std::pair<const char*, std::variant<std::string, Index, double>>;

    explicit CampaignLog(const std::filesystem::path& file);
    ~CampaignLog();
    CampaignLog(const CampaignLog&) = delete;
    CampaignLog& operator=(const CampaignLog&) = delete;

    /// Writes {"time", "event", "pid", fields…}.
    void write(const std::string& event, std::initializer_list<Field> fields = {}) const;

  private:
    int descriptor_ = -1;
};

/// How fast the latest run that told so computed; 0 if none did.
double logged_cost_per_second(const std::filesystem::path& file);

} // namespace mbl
