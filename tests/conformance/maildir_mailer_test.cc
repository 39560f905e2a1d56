#include "adapters/maildir/maildir_mailer.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "conformance/mailer_conformance.h"
#include "support/temp_dir.h"

namespace curfew::conformance {
namespace {

namespace fs = std::filesystem;

class MaildirWorld final : public MailerWorld {
 public:
  Mailer& mailer() override { return mailer_; }

  std::vector<std::string> delivered() override {
    std::vector<std::string> messages;
    if (!fs::exists(path_ / "new")) return messages;
    for (const auto& entry : fs::directory_iterator(path_ / "new")) {
      std::ifstream in(entry.path(), std::ios::binary);
      messages.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return messages;
  }

  // Root may write anywhere, so permissions would not stop it: a file stands where the folder was.
  void break_down() override {
    if (fs::exists(path_)) fs::rename(path_, directory_ / "aside");
    std::ofstream(path_) << "in the way";
  }
  void recover() override {
    fs::remove(path_);
    if (fs::exists(directory_ / "aside")) fs::rename(directory_ / "aside", path_);
  }

 private:
  test::TempDir directory_;
  fs::path path_ = directory_ / "mail";
  maildir::MaildirMailer mailer_{path_};
};

INSTANTIATE_TEST_SUITE_P(Maildir, MailerConformance,
                         testing::Values(NamedMailerWorld{"Maildir", [] { return std::make_unique<MaildirWorld>(); }}),
                         mailer_world_name);

}  // namespace
}  // namespace curfew::conformance
