// The word for a class of work in the column `work_class`. For this folder only.
#pragma once

#include <string_view>

#include "domain/owed_work.h"

namespace curfew::sqlite {

[[nodiscard]] constexpr std::string_view word(WorkClass work_class) {
  return work_class == WorkClass::kMail ? "mail" : "access";
}

}  // namespace curfew::sqlite
