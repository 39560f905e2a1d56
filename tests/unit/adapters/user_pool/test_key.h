// An RSA key made for these tests and used nowhere else: making one takes a tenth of a second, and most tests need one.
#pragma once

namespace curfew::user_pool {

// As a JWK with its private half.
inline constexpr const char* kTestKey =
    R"({"kty":"RSA","n":"7bf7FJbckzTgBdFWrsJHWnA9Ba13elBaPtseeeClXTil7g9tf_1XeQYASGKFk4av7kD-rlXR7-V_UaWhIz)"
    R"(EwKW0O2v9hd441KQs5sREkeKsbpVvrLAH3jg0fsKfkmm1WfOoxmioIlRoTuTlwkE2zvwcmFYxhdX6GFmt-88Un4L4DpUiesLG3ny)"
    R"(l6H2LkTumClYFjhdi4CdzpqJVM0fxnybTn8-M68r5fLKBN0YDuRlvKer5jbx10jcLHFtu2Yf7yvLW_g9e1f7kuVFvYz1wN9oExja)"
    R"(kDwtA6wByzUo-kVJIAy6xs1d-qb2Szjr3UbzM5E7u7dwnTf49yKXmHlJJwOw","e":"AQAB","d":"VpwJDRvX-oQxuLzoFZzwDU)"
    R"(nGWdq1JKnA75S6-lG4PgolHmKdlRuy8oOWt8i5fSH92FLy14aqCfr2E8PCPUWvE_DJkE2qb7ousSkHWHVz8cj5thoSyUJgNO-gI6)"
    R"(dP-VmrwLA86Tu2S8in9fyw_8pnmkpa_E_ctEeoR-Pbaapj2JP-irW_9rmknXNkQCdtpWlL9rI6Ay7tTwWyBp_wx708EGEjywe-N_)"
    R"(jIhuXcNGXTqhZ7f5y6EBjFE-mYkUK1q7s_u9tr0NTO_-RfwBVrKv9VZQA_oElUMvbgvR-buZe8vyo7lhUxL-cQ-Ql3Rxa7AOP1Er)"
    R"(5VFNWJjzq-RNSCEQb97Q","p":"-1frrLf_GdiaLdydLYiP8kxHprEb-7J05sSnUjvuxVRXwVWI4G79mJ44yymLTRx6udd3O5IXK)"
    R"(LhpwPtLj87_eHhT2ypPkuYPZ6d87gX6w250biMwq_jVVfjQx52UwIT1thLgInxOAYaUGqaLlwdhZE4kTdxFqtHAu-rv0hSPgMc",)"
    R"("q":"8h9wso9hXw9SBeKYG3jJXLzXzQQSpXOpl_DogFFGf2M3OjnmA1pR-FVv_Ap4_4HjtPaqoHx8Uh6Zi59oCu4DQH0IVZjZ2Zy)"
    R"(7Ga5EojWG1U-W6Dd5akvbr9d0kTCAZ7OCjXAM5mYRQaPQB_Knphk_lL81O5kkA78J8pVfc6S-CO0","dp":"QLTZz5Vu71B8IOJy)"
    R"(9I37wP0yVQ-zjJDc16w5B0q2pcaY8QT8QAtS7j-Nj4AahLeYQM_fuk5Z9_nCABSx10wLKRCRRhMWeVMRFDZiS0Tu0fFVuCUHGr7s)"
    R"(7T0pQrqm2Qlh2IXzfe1Sh8IFzvahaThVMmWLox_aL6fgXoCVTRhN-XE","dq":"Q5Qq7GvAjbvE9QeN1P0dltjOktZ0LeHekB4Zh)"
    R"(tcoih2zKHlIjd8DygBuxTZXF1m1qKjAbxLP0EviJ2pSq9pK5hD_5oRHKcnpHv3ZAj1WaOtR_3acWOLbanUEgBG9hTRBWCDSOOx8H)"
    R"(IoQYmeEC4Q4jtffj8bqmnET4bV3ctukfvE","qi":"60tymMhDj6HTrfhtESWzvTn2zOuZWbmS8yJvRGA5D0GmkxWKW1Wgl_KRQE)"
    R"(BDDR6QMwwCGUzRi_Fg5pgKdMtwFsLa_rsP9i9FvlcIFpcGDO-eXx9kYxdXVf641AabAG2JUqt9bZZEbFYH_6_Hqyjxl64lZrvF6q)"
    R"(ELcSxwC9h38IA"})";

}  // namespace curfew::user_pool
