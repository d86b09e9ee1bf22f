using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;

namespace Testing;

/// <summary>
/// Tokens that must stay outside, each by name: forged with what everybody knows of an issuer (its public key, its key
/// id), or genuine but not for now, not for us, or not clear about for whom they speak. Written by hand, because token
/// libraries refuse to make most of them.
/// </summary>
/// <param name="genuine">The issuer's own key; only "genuine, but …" tokens are signed with it.</param>
/// <param name="keyId">How the issuer calls it.</param>
/// <param name="issuer">The issuer's name.</param>
public sealed class TokenForgery(RSA genuine, string keyId, string issuer)
{
    /// <summary>Same cases for the gateway and for services.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "no token at all",
        "alg none",
        "alg None, as some libraries missed",
        "no alg",
        "HS256 with the public key's PEM as secret",
        "HS256 with the public key's bytes as secret",
        "HS256 with the modulus as secret",
        "HS256 with an empty secret",
        "another key under the genuine key id",
        "another key, brought along as jwk",
        "another key, to be fetched from jku",
        "another key, to be fetched from x5u",
        "another key, whose certificate comes as x5c",
        "key id ../../../../dev/null",
        "key id of SQL",
        "key id of 20,000 characters",
        "genuine, but the role was changed afterwards",
        "genuine, but the signature was cut off",
        "genuine, but RS512",
        "genuine, but expired",
        "genuine, but not yet valid",
        "genuine, but without an end",
        "genuine, but for another audience",
        "genuine, but of another issuer",
        "genuine, but without a subject",
        "genuine, but with an empty subject",
        "genuine, but with a subject of 201 characters",
        "genuine, but with two subjects",
        "genuine, but with two units",
        "genuine, but without a role",
        "genuine, but with two roles",
        "genuine, but with an unknown role",
        "genuine, but a customer's without an account",
        "genuine, but a customer's with two accounts",
        "genuine, but a customer's whose account is no id",
        "genuine, but a partner's without a partner",
        "genuine, but a partner's with two partners",
        "genuine, but a partner's whose partner is no id",
    ];

    public string Make(string name)
    {
        using var own = RSA.Create(2048);
        var key = Jwk(own);
        return name switch
        {
            "no token at all" => "nonsense",
            "alg none" => $"{Part(Header("none"))}.{Part(Claims())}.",
            "alg None, as some libraries missed" => $"{Part(Header("nOnE"))}.{Part(Claims())}.",
            "no alg" => Signed(own, Header(null), Claims()),
            "HS256 with the public key's PEM as secret" => Keyed(
                Encoding.ASCII.GetBytes(genuine.ExportSubjectPublicKeyInfoPem())
            ),
            "HS256 with the public key's bytes as secret" => Keyed(genuine.ExportSubjectPublicKeyInfo()),
            "HS256 with the modulus as secret" => Keyed(genuine.ExportParameters(false).Modulus!),
            "HS256 with an empty secret" => Keyed([]),
            "another key under the genuine key id" => Signed(own, Header("RS256"), Claims()),
            "another key, brought along as jwk" => Signed(own, Header("RS256", ("jwk", key)), Claims()),
            "another key, to be fetched from jku" => Signed(
                own,
                Header("RS256", ("jku", "http://127.0.0.1:9/")),
                Claims()
            ),
            "another key, to be fetched from x5u" => Signed(
                own,
                Header("RS256", ("x5u", "http://127.0.0.1:9/")),
                Claims()
            ),
            "another key, whose certificate comes as x5c" => Signed(
                own,
                Header("RS256", ("x5c", new[] { Convert.ToBase64String(own.ExportSubjectPublicKeyInfo()) })),
                Claims()
            ),
            "key id ../../../../dev/null" => Keyed([], ("kid", "../../../../dev/null")),
            "key id of SQL" => Keyed([], ("kid", "' union select '' --")),
            "key id of 20,000 characters" => Signed(own, Header("RS256", ("kid", new string('k', 20_000))), Claims()),
            "genuine, but the role was changed afterwards" => WithRole(Genuine(Claims()), Roles.Ops),
            "genuine, but the signature was cut off" => Genuine(Claims())[..^12],
            "genuine, but RS512" => Signed(genuine, Header("RS512"), Claims(), HashAlgorithmName.SHA512),
            "genuine, but expired" => Genuine(Claims(("nbf", Seconds(-7200)), ("exp", Seconds(-60)))),
            "genuine, but not yet valid" => Genuine(Claims(("nbf", Seconds(60)))),
            "genuine, but without an end" => Genuine(Claims(("exp", null))),
            "genuine, but for another audience" => Genuine(Claims(("aud", "another-platform"))),
            "genuine, but of another issuer" => Genuine(Claims(("iss", "urn:somebody-else"))),
            "genuine, but without a subject" => Genuine(Claims(("sub", null))),
            "genuine, but with an empty subject" => Genuine(Claims(("sub", ""))),
            "genuine, but with a subject of 201 characters" => Genuine(Claims(("sub", new string('s', 201)))),
            "genuine, but with two subjects" => Genuine(Claims(("sub", new[] { "forger", "somebody-else" }))),
            "genuine, but with two units" => Genuine(Claims(("unit", new[] { "care-1", "care-2" }))),
            "genuine, but without a role" => Genuine(Claims(("role", null))),
            "genuine, but with two roles" => Genuine(Claims(("role", new[] { Roles.Agent, Roles.Ops }))),
            "genuine, but with an unknown role" => Genuine(Claims(("role", "root"))),
            "genuine, but a customer's without an account" => Genuine(Claims(("role", Roles.Customer))),
            "genuine, but a customer's with two accounts" => Genuine(
                Claims(
                    ("role", Roles.Customer),
                    ("account", new[] { $"{Guid.CreateVersion7()}", $"{Guid.CreateVersion7()}" })
                )
            ),
            "genuine, but a customer's whose account is no id" => Genuine(
                Claims(("role", Roles.Customer), ("account", "1 or 1=1"))
            ),
            "genuine, but a partner's without a partner" => Genuine(Claims(("role", Roles.Partner))),
            "genuine, but a partner's with two partners" => Genuine(
                Claims(
                    ("role", Roles.Partner),
                    ("partner", new[] { $"{Guid.CreateVersion7()}", $"{Guid.CreateVersion7()}" })
                )
            ),
            "genuine, but a partner's whose partner is no id" => Genuine(
                Claims(("role", Roles.Partner), ("partner", "1 or 1=1"))
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such forgery."),
        };
    }

    /// <summary>A token that must be let in, made by the same hand: or the refusals above would prove nothing.</summary>
    public string Right() => Genuine(Claims());

    private string Genuine(Dictionary<string, object?> claims) => Signed(genuine, Header("RS256"), claims);

    private Dictionary<string, object?> Header(string? algorithm, params (string Name, object? Value)[] others) =>
        With(
            new()
            {
                ["alg"] = algorithm,
                ["typ"] = "JWT",
                ["kid"] = keyId,
            },
            others
        );

    private Dictionary<string, object?> Claims(params (string Name, object? Value)[] others) =>
        With(
            new()
            {
                ["iss"] = issuer,
                ["aud"] = TokenValidation.Audience,
                ["sub"] = "forger",
                ["role"] = Roles.Agent,
                ["nbf"] = Seconds(-10),
                ["exp"] = Seconds(3600),
            },
            others
        );

    private static Dictionary<string, object?> With(
        Dictionary<string, object?> members,
        (string Name, object? Value)[] others
    )
    {
        foreach (var (name, value) in others)
        {
            members[name] = value;
        }

        return members.Where(member => member.Value is not null).ToDictionary();
    }

    private string Keyed(byte[] secret, params (string Name, object? Value)[] header)
    {
        var content = $"{Part(Header("HS256", header))}.{Part(Claims())}";
        return $"{content}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Signed(
        RSA key,
        Dictionary<string, object?> header,
        Dictionary<string, object?> claims,
        HashAlgorithmName? hash = null
    )
    {
        var content = $"{Part(header)}.{Part(claims)}";
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(content),
            hash ?? HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        return $"{content}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static string WithRole(string token, string role)
    {
        var parts = token.Split('.');
        var claims = JsonSerializer.Deserialize<Dictionary<string, object?>>(Base64UrlEncoder.Decode(parts[1]))!;
        claims["role"] = role;
        return $"{parts[0]}.{Part(claims)}.{parts[2]}";
    }

    private static Dictionary<string, string> Jwk(RSA key)
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["n"] = Base64UrlEncoder.Encode(numbers.Modulus),
            ["e"] = Base64UrlEncoder.Encode(numbers.Exponent),
        };
    }

    private static long Seconds(int fromNow) => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + fromNow;

    private static string Part(Dictionary<string, object?> json) =>
        Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(json));
}
