#include "output/campaign_log.hpp"

#include "core/utc_time.hpp"

#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace mbl {

CampaignLog::CampaignLog(const std::filesystem::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
    // A run that was killed, or found the disk full, may have left half a line.
    char last = '\n';
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    if (size > 0 && ::pread(descriptor_, &last, 1, size - 1) == 1 && last != '\n') {
        [[maybe_unused]] const ssize_t written = ::write(descriptor_, "\n", 1);
    }
}

CampaignLog::~CampaignLog() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void CampaignLog::write(const std::string& event, std::initializer_list<Field> fields) const {
    if (descriptor_ < 0) return;
    nlohmann::ordered_json line{{"time", utc_time()}, {"event", event}, {"pid", ::getpid()}};
    for (const auto& [key, value] : fields) std::visit([&line, name = key](const auto& v) { line[name] = v; }, value);
    const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    // One call, so that lines stay whole.
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, text.data(), text.size());
}

double logged_cost_per_second(const std::filesystem::path& file) {
    std::ifstream stream(file);
    double speed = 0;
    for (std::string text; std::getline(stream, text);) {
        const nlohmann::json line = nlohmann::json::parse(text, nullptr, false);
        if (line.is_object() && line.contains("cost_per_second") && line["cost_per_second"].is_number())
            speed = line["cost_per_second"].get<double>();
    }
    return speed;
}

} // namespace mbl
