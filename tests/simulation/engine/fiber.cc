#include "simulation/engine/fiber.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "base/check.h"

#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if __has_feature(thread_sanitizer)
#include <sanitizer/tsan_interface.h>
#endif

namespace curfew::simulation {
namespace {

// Sanitizers make frames several times larger.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::size_t kStackSize = std::size_t{1024} * 1024;
#else
constexpr std::size_t kStackSize = std::size_t{256} * 1024;
#endif

std::size_t page_size() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

// A stack switch, told to AddressSanitizer before and after (sanitizer/common_interface_defs.h).
void start_switch([[maybe_unused]] void** save, [[maybe_unused]] const void* bottom,
                  [[maybe_unused]] std::size_t size) {
#if __has_feature(address_sanitizer)
  __sanitizer_start_switch_fiber(save, bottom, size);
#endif
}

void finish_switch([[maybe_unused]] void* saved, [[maybe_unused]] const void** old_bottom,
                   [[maybe_unused]] std::size_t* old_size) {
#if __has_feature(address_sanitizer)
  __sanitizer_finish_switch_fiber(saved, old_bottom, old_size);
#endif
}

void tsan_switch_to([[maybe_unused]] void* fiber) {
#if __has_feature(thread_sanitizer)
  __tsan_switch_to_fiber(fiber, 0);
#endif
}

}  // namespace

std::size_t FiberStack::size() { return kStackSize; }

FiberStack::FiberStack() {
  const std::size_t guard = page_size();
  mapping_ = mmap(nullptr, guard + kStackSize, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
  ensure(mapping_ != MAP_FAILED, "there is memory for a fiber's stack");
  ensure(mprotect(mapping_, guard, PROT_NONE) == 0, "the page below a stack can be closed");
  bottom_ = static_cast<char*>(mapping_) + guard;
}

FiberStack::~FiberStack() { munmap(mapping_, page_size() + kStackSize); }

std::unique_ptr<FiberStack> FiberStacks::take() {
  if (free_.empty()) return std::make_unique<FiberStack>();
  auto stack = std::move(free_.back());
  free_.pop_back();
#if __has_feature(address_sanitizer)
  __asan_unpoison_memory_region(stack->bottom(), FiberStack::size());
#endif
  return stack;
}

Fiber::Fiber(FiberStacks& stacks, std::function<void()> body)
    : stacks_(stacks), body_(std::move(body)), stack_(stacks.take()) {
#if __has_feature(thread_sanitizer)
  tsan_inside_ = __tsan_create_fiber(0);
#endif
}

Fiber::~Fiber() {
  ensure(!begun_ || ended_, "a fiber is destroyed before its begin or after its end");
#if __has_feature(thread_sanitizer)
  __tsan_destroy_fiber(tsan_inside_);
#endif
  stacks_.give_back(std::move(stack_));
}

void Fiber::resume() {
  ensure(!ended_, "a fiber that has ended is not resumed");
  if (!begun_) {
    begun_ = true;
    getcontext(&inside_);
    inside_.uc_stack.ss_sp = stack_->bottom();
    inside_.uc_stack.ss_size = FiberStack::size();
    inside_.uc_link = nullptr;
    const auto self = reinterpret_cast<std::uintptr_t>(this);
    // makecontext passes ints only, so the pointer goes in two halves.
    makecontext(&inside_, reinterpret_cast<void (*)()>(&Fiber::enter), 2, static_cast<unsigned int>(self >> 32U),
                static_cast<unsigned int>(self & 0xFFFFFFFFU));
  }
#if __has_feature(thread_sanitizer)
  tsan_outside_ = __tsan_get_current_fiber();
#endif
  void* outer_fake_stack = nullptr;
  start_switch(&outer_fake_stack, stack_->bottom(), FiberStack::size());
  tsan_switch_to(tsan_inside_);
  swapcontext(&outside_, &inside_);
  finish_switch(outer_fake_stack, nullptr, nullptr);
}

void Fiber::suspend() {
  // At the end, no frame of this stack will be seen again: its fake stack is given up.
  start_switch(ended_ ? nullptr : &fake_stack_, outer_bottom_, outer_size_);
  tsan_switch_to(tsan_outside_);
  swapcontext(&inside_, &outside_);
  finish_switch(fake_stack_, &outer_bottom_, &outer_size_);
}

void Fiber::enter(unsigned int high, unsigned int low) {
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the two halves of the pointer that resume() took apart
  auto* self = reinterpret_cast<Fiber*>((static_cast<std::uintptr_t>(high) << 32U) | low);
  self->run();
}

void Fiber::run() {
  finish_switch(nullptr, &outer_bottom_, &outer_size_);
  body_();
  body_ = {};
  ended_ = true;
  suspend();
}

}  // namespace curfew::simulation
