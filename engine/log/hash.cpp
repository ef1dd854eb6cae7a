#include "engine/log/hash.h"

#include <algorithm>
#include <array>

#define OPENSSL_SUPPRESS_DEPRECATED  // the functions of SHA-256 itself, for hash_short
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "engine/base/check.h"
#include "engine/base/limits.h"

namespace wangge::log {
namespace {

// Fetched once: a look-up by name costs more than the hash of a contact.
const EVP_MD* sha_256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CHECK(algorithm != nullptr);
  return algorithm;
}

bool all_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
}

}  // namespace

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  CHECK(context_ != nullptr && EVP_DigestInit_ex2(context_, sha_256(), nullptr) == 1);
}

Hasher::~Hasher() { EVP_MD_CTX_free(context_); }

Hash Hasher::hash(std::string_view first, std::string_view second) {
  Hash hash;
  CHECK(EVP_DigestInit_ex2(context_, nullptr, nullptr) == 1);
  CHECK(EVP_DigestUpdate(context_, first.data(), first.size()) == 1);
  if (!second.empty()) CHECK(EVP_DigestUpdate(context_, second.data(), second.size()) == 1);
  CHECK(EVP_DigestFinal_ex(context_, hash.data(), nullptr) == 1);
  return hash;
}

Hash Hasher::hash_short(std::string_view bytes) {
  Hash hash;
  SHA256_CTX context;
  CHECK(SHA256_Init(&context) == 1);
  CHECK(SHA256_Update(&context, bytes.data(), bytes.size()) == 1);
  CHECK(SHA256_Final(hash.data(), &context) == 1);
  return hash;
}

void salt_contacts(const Batch& batch, std::string& salted, std::vector<Hash>& commitments) {
  commitments.clear();
  salted.clear();
  if (batch.contacts.empty()) return;

  // All salts of a batch are drawn in one go: a draw costs the same for 16 bytes as for a thousand.
  std::array<char, limits::batch_events_max * salt_bytes> salts;
  const std::size_t drawn = batch.events.size() * salt_bytes;
  CHECK(drawn <= salts.size());
  CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(salts.data()), static_cast<int>(drawn)) == 1);
  const char* next_salt = salts.data();
  std::size_t next_contact = 0;
  for (const Event& event : batch.events) {
    const std::uint32_t length = lengths_of(event).contact;
    if (length == 0) continue;
    const std::size_t start = salted.size();
    salted.append(next_salt, salt_bytes);
    salted.append(batch.contacts, next_contact, length);
    commitments.push_back(Hasher::hash_short(std::string_view(salted).substr(start)));
    next_salt += salt_bytes;
    next_contact += length;
  }
}

bool contacts_fit(const Batch& batch, const std::vector<Hash>& commitments, std::string_view salted) {
  if (salted.empty()) return true;
  std::size_t next = 0;
  for (const Event& event : batch.events) {
    const std::uint32_t length = lengths_of(event).contact;
    if (length == 0) continue;
    if (salted.size() < salt_bytes + length || next == commitments.size()) return false;
    const std::string_view contact = salted.substr(0, salt_bytes + length);
    if (!all_zero(contact) && Hasher::hash_short(contact) != commitments[next]) return false;
    salted.remove_prefix(contact.size());
    ++next;
  }
  return salted.empty() && next == commitments.size();
}

}  // namespace wangge::log
