// Fibers: many flows of control on one thread, switched by hand. POSIX ucontext with the sanitizers' annotations, so
// that exceptions inside a fiber are followed rightly by AddressSanitizer and ThreadSanitizer.
#pragma once

#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace curfew::simulation {

// Memory for one fiber's stack, with a page below it that nothing may touch.
class FiberStack {
 public:
  FiberStack();
  FiberStack(const FiberStack&) = delete;
  FiberStack& operator=(const FiberStack&) = delete;
  ~FiberStack();

  [[nodiscard]] void* bottom() const { return bottom_; }
  [[nodiscard]] static std::size_t size();

 private:
  void* mapping_ = nullptr;
  void* bottom_ = nullptr;
};

// Stacks that are used again by the fibers of the next world. For one thread.
class FiberStacks {
 public:
  [[nodiscard]] std::unique_ptr<FiberStack> take();
  void give_back(std::unique_ptr<FiberStack> stack) { free_.push_back(std::move(stack)); }

 private:
  std::vector<std::unique_ptr<FiberStack>> free_;
};

// Runs `body` on a stack of its own, a stretch at a time. For the thread that made it. A fiber is destroyed only before
// its first resume() or after its end: nobody else could unwind its stack.
class Fiber {
 public:
  // `body` must not let an exception out. `stacks` must outlive the fiber.
  Fiber(FiberStacks& stacks, std::function<void()> body);
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

  // From outside: goes on with the body until it suspends or ends.
  void resume();
  // From inside the body: back to where resume() was called.
  void suspend();
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  static void enter(unsigned int high, unsigned int low);
  void run();

  FiberStacks& stacks_;
  std::function<void()> body_;
  std::unique_ptr<FiberStack> stack_;
  ucontext_t inside_{};
  ucontext_t outside_{};
  bool begun_ = false;
  bool ended_ = false;

  // What the sanitizers want to know; unused without them.
  void* fake_stack_ = nullptr;
  const void* outer_bottom_ = nullptr;
  std::size_t outer_size_ = 0;
  void* tsan_inside_ = nullptr;
  void* tsan_outside_ = nullptr;
};

}  // namespace curfew::simulation
