// What `curfew doctor` examines: one examination for each configured part that has something outside of this program.
// Nothing is opened that a part itself would open, so that a part which would not start can be examined, too.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapters/aws/pause.h"
#include "adapters/dynamodb/tables.h"
#include "adapters/jwt/https_documents.h"
#include "app/doctor.h"
#include "main/aws_parts.h"
#include "main/config/configuration.h"
#include "main/config/environment.h"
#include "main/surroundings.h"

namespace curfew::wiring {

class ExaminationList {
 public:
  // All must outlive this.
  ExaminationList(const config::Configuration& configuration, const config::Environment& environment,
                  const Surroundings& around)
      : configuration_(configuration), environment_(environment), around_(around) {}

  // In the order in which the parts stand on each other. Once; they must not outlive this.
  [[nodiscard]] Examinations make();

 private:
  void open_http();
  void add_server();
  void add_aws();
  void add_store();
  void add_tables(const config::DynamoDbConfig& config);
  void add_sqlite_file();
  void add_identity_center();
  void add_sign_in();
  void add_revocation_timer();
  void add_mail();

  // Takes the place of one that cannot be made.
  void add_broken(const std::string& part, const std::string& subject, const Error& error);
  template <class Kind, class... Arguments>
  void add(Arguments&&... arguments) {
    list_.push_back(std::make_unique<Kind>(std::forward<Arguments>(arguments)...));
  }

  const config::Configuration& configuration_;
  const config::Environment& environment_;
  const Surroundings& around_;
  std::unique_ptr<aws::HttpClient> http_;  // null where nothing is fetched, or it could not be opened
  std::unique_ptr<AwsParts> aws_;          // null where no part is AWS's, or it could not be opened
  aws::SleepingPause pause_;
  std::optional<dynamodb::Tables> tables_;
  std::optional<jwt::HttpsDocuments> documents_;
  Examinations list_;  // uses all of these
};

}  // namespace curfew::wiring
