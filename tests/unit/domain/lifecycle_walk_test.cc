// Walks through the lifecycle that nobody wrote down: every command in every scene that can be reached (within bounds),
// and long random lives with an AWS that misbehaves. Every step is held against the promises by Story; here stands what
// must be true in the end. A failure names its seed, and the seed replays it.
#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <unordered_set>

#include "model_aws.h"
#include "story.h"

namespace curfew::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using AS = AssignmentState;

const std::vector<std::string> kRequests{"r1", "r2", "r3"};
// What the deployment before left: it says that it gave one, and could not take away the other.
const std::vector<std::string> kEarlier{"e1", "e2"};

Risk risk_of(const std::string& id) { return id == "r3" ? Risk::kHigh : Risk::kLow; }

Story story_with_drafts(const Rules& rules) {
  Story story(rules);
  for (const std::string& id : kRequests) story.draft(id, risk_of(id), minutes(20));
  return story;
}

std::vector<std::pair<Command, Actor>> commands_of_people(const Story& story) {
  const auto is_begun = [&](const std::string& id) {
    return story.requests().contains(id) && story.requests().at(id).version > 0;
  };
  std::vector<std::pair<Command, Actor>> commands;
  for (const std::string& text : kRequests) {
    const RequestId id(text);
    if (story.request(id).version == 0) {
      commands.emplace_back(command::Submit{id}, alice());
      continue;
    }
    commands.emplace_back(command::Approve{id, "", minutes(60)}, manager_mary());
    commands.emplace_back(command::Deny{id, "no"}, manager_mary());
    commands.emplace_back(command::Cancel{id}, alice());
    commands.emplace_back(command::Revoke{.request = id}, alice());
    commands.emplace_back(command::Revoke{.request = id, .every_lease = true}, manager_mary());
  }
  for (const std::string& text : kEarlier) {
    const RequestId id(text);
    if (is_begun(text)) {
      commands.emplace_back(command::Revoke{.request = id}, alice());
    } else if (story.requests().contains(text)) {
      commands.emplace_back(command::Adopt{.request = id, .was = "ACTIVE", .digest = "digest"}, curfew_itself());
    }
  }
  commands.emplace_back(command::Release{"because"}, administrator());
  commands.emplace_back(command::TakeStanding{"because"}, administrator());
  commands.emplace_back(command::TakenOutside{story.now()}, curfew_itself());
  return commands;
}

std::vector<Command> commands_of_timers(const Story& story) {
  std::vector<Command> commands;
  for (const std::string& id : kEarlier) {
    const auto found = story.requests().find(id);
    const bool is_adopted = found != story.requests().end() && found->second.version > 0;
    if (is_adopted) commands.emplace_back(command::EndLease{RequestId(id)});
  }
  for (const std::string& id : kRequests) {
    commands.emplace_back(command::Lapse{RequestId(id)});
    commands.emplace_back(command::EndLease{RequestId(id)});
    commands.emplace_back(command::TimerSet{RequestId(id), "arn:of:" + id});
    commands.emplace_back(command::TimerFailed{RequestId(id), "no answer"});
    commands.emplace_back(command::TimerNotNeeded{RequestId(id)});
  }
  return commands;
}

// Whatever AWS may say, fitting or not.
std::vector<Command> commands_of_the_worker() {
  std::vector<Command> commands{command::LookFailed{"x"}, command::BeginAsk{}, command::Asked{OperationId("op")}};
  for (const Presence presence : {Presence::kAbsent, Presence::kDirect, Presence::kThroughGroup}) {
    commands.emplace_back(command::Looked{presence, false});
  }
  commands.emplace_back(command::Looked{Presence::kAbsent, true});
  for (const AskFailure failure :
       {AskFailure::kThrottled, AskFailure::kConflict, AskFailure::kMissing, AskFailure::kRefused, AskFailure::kLost}) {
    commands.emplace_back(command::AskFailed{{failure, "x"}});
  }
  using Kind = OperationStatus::Kind;
  for (const Kind kind : {Kind::kInProgress, Kind::kSucceeded, Kind::kFailed, Kind::kUnknown}) {
    commands.emplace_back(command::Checked{{kind, "x"}});
  }
  return commands;
}

// Where a story stands: the same for two stories that go on in the same way. Times count from now.
std::string place_of(const Story& story) {
  Attributes all = to_attributes(story.assignment());
  for (const auto& [id, request] : story.requests()) all[id] = std::string(word(request.status));
  for (const std::string_view name : {"Version", "EventCount", "EventHash", "OperationAsks", "OperationTroubles"}) {
    if (const auto found = all.find(name); found != all.end()) all.erase(found);
  }
  for (auto& [name, value] : all) {
    if (name.ends_with("Ms")) value = std::get<std::int64_t>(value) - unix_millis(story.now());
  }
  for (const Lease& lease : story.assignment().leases) {
    all["end of " + lease.request_id.str()] = unix_millis(lease.end) - unix_millis(story.now());
  }
  all.erase("Leases");
  for (const auto& [id, request] : story.requests()) put(all, "timer of " + id, request.schedule_arn);
  return canonical(all);
}

bool is_about_a_draft(const Story& story, const Command& command) {
  return std::ranges::any_of(kRequests, [&](const std::string& text) {
    const RequestId id(text);
    if (story.request(id).version != 0) return false;
    const auto* lapse = std::get_if<command::Lapse>(&command);
    return lapse != nullptr && lapse->request == id;
  });
}

// Every story that one more command makes of this one.
std::vector<Story> continuations(const Story& story) {
  std::vector<std::pair<Command, Actor>> commands = commands_of_people(story);
  for (const Command& command : commands_of_timers(story)) commands.emplace_back(command, curfew_itself());
  for (const Command& command : commands_of_the_worker()) commands.emplace_back(command, curfew_itself());
  std::vector<Story> stories;
  for (const auto& [command, actor] : commands) {
    if (is_about_a_draft(story, command)) continue;
    Story next = story;
    if (next.attempt(command, actor)) stories.push_back(std::move(next));
  }
  for (const Millis wait : {Millis(seconds(31)), Millis(minutes(6))}) {
    Story later = story;
    later.wait(wait);
    stories.push_back(std::move(later));
  }
  return stories;
}

// Breadth first, until `most` different places have been seen.
void walk_everywhere(const Rules& rules, std::size_t most, bool earlier = false) {
  std::deque<Story> frontier{story_with_drafts(rules)};
  if (earlier) {
    frontier.front().earlier("e1", RequestStatus::kActive);
    frontier.front().earlier("e2", RequestStatus::kRevoking);
  }
  std::unordered_set<std::string> seen{place_of(frontier.front())};
  while (!frontier.empty() && seen.size() < most && !testing::Test::HasFailure()) {
    const Story story = std::move(frontier.front());
    frontier.pop_front();
    for (Story& next : continuations(story)) {
      if (seen.insert(place_of(next)).second) frontier.push_back(std::move(next));
    }
  }
  EXPECT_GE(seen.size(), most);
}

// One random life of an assignment: people, timers that fire or are lost for a while, servers that die, and AWS.
class Life {
 public:
  Life(std::uint64_t seed, const Rules& rules)
      : chance_(seed),
        story_(story_with_drafts(rules)),
        stands_(chance_() % 4 == 0),
        aws_(chance_, rules.settle, stands_) {}

  void live() {
    for (int i = 0; i < 150 && !testing::Test::HasFailure(); ++i) step();
    calm_down();
    judge();
  }

 private:
  bool happens(int percent) { return static_cast<int>(chance_() % 100) < percent; }

  void step() {
    if (happens(5)) aws_.set_group(happens(50));
    const auto dice = chance_() % 10;
    if (dice < 2) {
      somebody_acts();
    } else if (dice < 4) {
      story_.wait(happens(20) ? Millis(minutes(3)) : Millis(static_cast<std::int64_t>(chance_() % 9000)));
    } else {
      do_what_is_owed();
    }
  }

  void somebody_acts() {
    const auto commands = commands_of_people(story_);
    const auto& [command, actor] = commands[chance_() % commands.size()];
    const bool changes_whose_it_is =
        std::holds_alternative<command::Release>(command) || std::holds_alternative<command::TakeStanding>(command);
    if (!changes_whose_it_is) (void)story_.attempt(command, actor);
  }

  void do_what_is_owed() {
    std::vector<OwedWork> due;
    for (const auto& [id, work] : story_.owed()) {
      if (work.due <= story_.now() && work_class(work.kind) != WorkClass::kMail) due.push_back(work);
    }
    if (due.empty()) return;
    const OwedWork& work = due[chance_() % due.size()];
    switch (work.kind) {
      case WorkKind::kEndLease: story_.tell(command::EndLease{work.request_id}); break;
      case WorkKind::kLapse: story_.tell(command::Lapse{work.request_id}); break;
      case WorkKind::kTimer: keep_timer(work); break;
      default: drive(); break;
    }
  }

  void keep_timer(const OwedWork& work) {
    const Lease* lease = find_lease(story_.assignment(), work.request_id);
    if (lease == nullptr || lease->over || !lease->awaits_timer) return story_.settle(work);
    const bool too_late = story_.now() >= latest_grant(*lease);
    if (!too_late && (calm_ || happens(50))) return story_.timer_set(work.request_id);
    if (!too_late) story_.put_off(work, happens(50) ? Millis(seconds(30)) : Millis(minutes(4)));
    story_.tell(command::TimerFailed{work.request_id, "no answer"});
  }

  void drive() {
    switch (story_.next().kind) {
      case NextAction::Kind::kLook: look(); break;
      case NextAction::Kind::kAsk: ask(); break;
      case NextAction::Kind::kCheck:
        story_.tell(command::Checked{aws_.check(story_.assignment().operation->id, story_.now())});
        break;
      case NextAction::Kind::kNone: break;
    }
  }

  void look() {
    const auto presence = aws_.look(story_.now());
    if (presence) {
      story_.tell(command::Looked{*presence, aws_.anything_in_progress(story_.now())});
    } else {
      story_.tell(command::LookFailed{"no answer"});
    }
  }

  void ask() {
    const OperationKind kind = story_.next().operation;
    story_.begin_ask();
    if (!may_ask(story_.assignment(), kind)) return;
    const AskResult answer = aws_.ask(kind, story_.now());
    if (!calm_ && happens(10)) return;  // the server dies with the answer
    if (!calm_ && happens(20)) somebody_acts();
    const Command answered = answer ? Command(command::Asked{*answer}) : Command(command::AskFailed{answer.error()});
    story_.tell(answered);
  }

  // No more faults: time goes on, and what is owed is done when it is due.
  void calm_down() {
    calm_ = true;
    aws_.calm_down();
    for (int i = 0; i < 2000 && !testing::Test::HasFailure(); ++i) {
      std::optional<Instant> next;
      for (const auto& [id, work] : story_.owed()) {
        if (work_class(work.kind) != WorkClass::kMail && (!next || work.due < *next)) next = work.due;
      }
      if (!next) return;
      story_.wait_until(*next);
      do_what_is_owed();
    }
    ADD_FAILURE() << "it does not become quiet";
  }

  void judge() {
    for (const auto& [id, request] : story_.requests()) {
      if (request.version > 0) EXPECT_TRUE(is_final(request.status)) << id << " is " << word(request.status);
    }
    EXPECT_EQ(aws_.there(story_.now()), stands_) << "what Curfew gave is gone, and what it did not give is there";
    EXPECT_FALSE(aws_.took_what_stood());
    EXPECT_FALSE(may_exist_by_us(story_.assignment()));
    EXPECT_TRUE(story_.assignment().leases.empty());
    EXPECT_FALSE(to_attributes(story_.assignment()).contains("LeasesAwaitingTimer"));
  }

  std::mt19937_64 chance_;
  Story story_;
  bool stands_;
  ModelAws aws_;
  bool calm_ = false;
};

void live_through(const Rules& rules, std::uint64_t lives) {
  for (std::uint64_t seed = 1; seed <= lives && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Life(seed, rules).live();
  }
}

TEST(LifecycleWalkTest, EveryCommandInEveryPlaceOfTheSandbox) { walk_everywhere(sandbox_rules(), 1500); }

TEST(LifecycleWalkTest, EveryCommandInEveryPlaceOfAws) { walk_everywhere(aws_rules(), 1500); }

TEST(LifecycleWalkTest, EveryCommandInEveryPlaceWhereGrantsWaitForATimer) { walk_everywhere(timed_rules(), 1500); }

TEST(LifecycleWalkTest, EveryLifeBecomesQuietAndLeavesNothingBehindWhereGrantsWaitForATimer) {
  live_through(timed_rules(), 500);
}

TEST(LifecycleWalkTest, EveryCommandInEveryPlaceBesideTheDeploymentBefore) { walk_everywhere(aws_rules(), 3000, true); }

TEST(LifecycleWalkTest, EveryLifeBecomesQuietAndLeavesNothingBehindInTheSandbox) { live_through(sandbox_rules(), 500); }

TEST(LifecycleWalkTest, EveryLifeBecomesQuietAndLeavesNothingBehindOnAws) { live_through(aws_rules(), 500); }

}  // namespace
}  // namespace curfew::test
