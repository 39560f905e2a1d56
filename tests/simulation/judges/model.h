// What people may be told: a model of Curfew from the outside, built on nothing of Curfew. It knows the manual, hears
// every call and every answer, and judges whether the answer can be explained by what people did until then.
//
// The words are those of the API. Times are milliseconds of the world's true time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace curfew::simulation {

enum class Act : std::uint8_t { kSubmit, kApprove, kDeny, kCancel, kRevoke, kRead };

// What an answer said about a request.
struct Told {
  std::string id;
  std::string status;  // "ACTIVE"
  std::string requester;
  std::string permission_set;
  std::int64_t expires_at = 0;  // Unix seconds; 0: not told
};

// One call of one person. What they meant, and once it has ended, what they were told and what else went on meanwhile.
struct Deed {
  int number = 0;
  Act act = Act::kRead;
  std::string who;
  bool manager = false;
  std::string request_id;      // all acts but kSubmit
  std::string permission_set;  // kSubmit
  int minutes = 60;            // kSubmit
  bool sound = true;           // as the manual wants it: a submit within the rules, a denial with a comment
  bool same_body = true;       // with its key: as the first call with it
  std::string key;             // Idempotency-Key; empty: none

  std::int64_t begin = 0;
  std::int64_t end = 0;
  bool answered = false;
  std::optional<Told> told;
  std::string refusal;  // "already_decided"; empty when told

  // Circumstances between begin and end, from the world.
  bool troubled = false;         // a fault has struck before or meanwhile, somewhere
  bool disturbed = false;        // a fault struck meanwhile
  bool contended = false;        // others stored something
  bool others_gave = false;      // somebody else gave the access that is asked for
  bool user_deleted = false;     // the caller is not in Identity Center any more
  bool catalog_changed = false;  // since the request was made
  bool refused_by_aws = false;   // AWS has refused to take this access away
};

struct Complaint {
  enum class Kind : std::uint8_t { kTruth, kKept, kOneDecision, kOwnDecision };
  Kind kind = Kind::kTruth;
  std::string sentence;
};

struct ModelSettings {
  std::int64_t pending_lapse = 0;  // milliseconds
  std::int64_t clocks_off = 0;     // milliseconds that a server's clock may be off, either way
  int most_leases = 16;
};

// For the thread of its world.
class Model {
 public:
  explicit Model(const ModelSettings& settings) : settings_(settings) {}

  // A call leaves its caller; `deed` is told of again when it has ended. Returns its number.
  int begin(Deed deed);
  // It has ended, with an answer or without one.
  [[nodiscard]] std::vector<Complaint> end(const Deed& deed);
  // Whether a call like this one, with the same key, was answered before.
  [[nodiscard]] bool is_answered_repeat(const Deed& deed) const;

 private:
  struct Known {  // what is known for sure of a request
    std::string requester;
    std::string permission_set;
    int minutes = 0;
    std::int64_t asked_from = 0;  // it was made between these two
    std::int64_t asked_until = 0;
    std::string status;
    std::int64_t since = 0;  // by then it had this status
    std::int64_t expires_at = 0;
    int decided_by = 0;  // the deed whose decision was acknowledged
    bool cancelled = false;
    std::int64_t cancelled_at = 0;
  };

  void judge_told(const Deed& deed);
  void judge_submit(const Deed& deed);
  void judge_decision(const Deed& deed, Known& about);
  void judge_ending(const Deed& deed, Known& about);
  void judge_status(const Deed& deed, Known& about);
  void judge_expiry(const Deed& deed, Known& about);
  void judge_refusal(const Deed& deed);
  [[nodiscard]] bool may_be_refused(const Deed& deed) const;
  // Of these two, the first goes by the call alone, the second by what is known of the request. Empty: another word.
  [[nodiscard]] std::optional<bool> may_be_refused_at_once(const Deed& deed) const;
  [[nodiscard]] bool may_be_too_late(const Deed& deed, const Known& about) const;
  [[nodiscard]] static bool must_be_refused(const Deed& deed, const Known& about);

  // Learns of a request that is seen for the first time; null when nobody can have made it.
  Known* learn(const Deed& deed);
  [[nodiscard]] const Known* known(const std::string& id) const;
  // Whether this deed may have taken effect at all, and before `time`.
  [[nodiscard]] static bool may_have_happened(const Deed& deed, std::int64_t time);
  [[nodiscard]] bool somebody_may_have(std::initializer_list<Act> acts, const Deed& deed) const;
  // A manager who revokes somebody's request ends everything that the same person holds of the same access.
  [[nodiscard]] bool a_manager_may_have_ended(const Known& about, const Deed& deed) const;
  [[nodiscard]] bool decided_within(const Deed& candidate, std::int64_t decided, std::int64_t now) const;
  [[nodiscard]] bool is_over_by_time(const Known& about, std::int64_t now) const;
  [[nodiscard]] static bool is_same_call(const Deed& left, const Deed& right);
  void complain(Complaint::Kind kind, const Deed& deed, const std::string& what);

  const ModelSettings settings_;
  std::vector<Deed> deeds_;
  std::map<std::string, Known> known_;
  std::vector<Complaint> complaints_;
};

}  // namespace curfew::simulation
