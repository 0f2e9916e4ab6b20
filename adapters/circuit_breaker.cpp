#include "adapters/circuit_breaker.hpp"

namespace adapters {

std::optional<std::chrono::seconds> CircuitBreaker::wait(const std::string& key, engine::Time now) {
    const auto lock = std::lock_guard{mutex_};
    const auto found = circuits_.find(key);
    if (found == circuits_.end() || !found->second.open_until) return std::nullopt;
    auto& open_until = *found->second.open_until;
    if (now < open_until) return std::chrono::ceil<std::chrono::seconds>(open_until - now);
    open_until = now + pause_;  // For the others, until the one who tries has reported.
    return std::nullopt;
}

void CircuitBreaker::succeeded(const std::string& key) {
    const auto lock = std::lock_guard{mutex_};
    circuits_.erase(key);
}

void CircuitBreaker::failed(const std::string& key, engine::Time now) {
    const auto lock = std::lock_guard{mutex_};
    auto& circuit = circuits_[key];
    if (++circuit.failures >= failures_) circuit.open_until = now + pause_;
}

}  // namespace adapters
