#include "domain/attributes.h"

#include <utility>

namespace curfew {
namespace {

void append_sized(std::string& out, char type, std::string_view bytes) {
  out += type;
  out += std::to_string(bytes.size());
  out += ':';
  out += bytes;
}

struct AppendValue {
  std::string& out;
  void operator()(const std::string& text) const { append_sized(out, 's', text); }
  void operator()(std::int64_t number) const { append_sized(out, 'n', std::to_string(number)); }
  void operator()(const std::vector<std::string>& list) const {
    append_sized(out, 'l', std::to_string(list.size()));
    for (const std::string& item : list) append_sized(out, 's', item);
  }
};

}  // namespace

void put(Attributes& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.emplace(name, text);
}

void put(Attributes& out, std::string_view name, const std::optional<Instant>& at) {
  if (at) out.emplace(name, unix_millis(*at));
}

void put(Attributes& out, std::string_view name, const std::optional<Seconds>& at) {
  if (at) out.emplace(name, unix_seconds(*at));
}

std::string canonical(const Attributes& attributes) {
  std::string out;
  for (const auto& [name, value] : attributes) {
    append_sized(out, 'k', name);
    std::visit(AppendValue{out}, value);
  }
  return out;
}

template <class T>
T AttributeReader::required(std::string_view name) {
  const auto found = attributes_.find(name);
  if (!has(name)) {
    reject(name, "is missing");
    return {};
  }
  const T* value = std::get_if<T>(&found->second);
  if (value == nullptr) {
    reject(name, "has the wrong type");
    return {};
  }
  return *value;
}

std::string AttributeReader::text(std::string_view name) { return required<std::string>(name); }

std::int64_t AttributeReader::number(std::string_view name) { return required<std::int64_t>(name); }

std::vector<std::string> AttributeReader::list(std::string_view name) {
  return has(name) ? required<std::vector<std::string>>(name) : std::vector<std::string>{};
}

std::string AttributeReader::text_or_empty(std::string_view name) {
  return has(name) ? required<std::string>(name) : std::string{};
}

std::optional<Instant> AttributeReader::instant(std::string_view name) {
  return has(name) ? std::optional(from_unix_millis(number(name))) : std::nullopt;
}

std::optional<Seconds> AttributeReader::seconds(std::string_view name) {
  return has(name) ? std::optional(from_unix_seconds(number(name))) : std::nullopt;
}

bool AttributeReader::has(std::string_view name) {
  read_.insert(name);
  return attributes_.contains(name);
}

Attributes AttributeReader::others() const {
  Attributes others;
  for (const auto& [name, value] : attributes_) {
    if (!read_.contains(name)) others.emplace(name, value);
  }
  return others;
}

void AttributeReader::reject(std::string_view name, std::string_view why) {
  if (fault_.empty()) fault_ = std::string(name) + " " + std::string(why);
}

Status AttributeReader::check() const {
  if (fault_.empty()) return {};
  return damaged_record("damaged " + std::string(kind_) + ": " + fault_);
}

std::unexpected<Error> damaged_record(std::string log_text) {
  return fail(ErrorCode::kDamaged,
              "A stored record is damaged. Run `curfew audit verify` and see docs/troubleshooting.md.",
              std::move(log_text));
}

}  // namespace curfew
