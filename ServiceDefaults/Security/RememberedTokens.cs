using System;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults.Security;

/// <summary>
/// Spares a token that was just validated the signature check. Only a success is remembered, under the SHA-256 of the
/// whole token, so a changed one misses; until its own end and at most five minutes; at most 10,000 of them; and only
/// while the issuer's keys are the very set it was validated with, so a key that was withdrawn stops counting when the
/// set was read again, which is tried at least every five minutes: while the issuer does not answer, the last set holds.
/// </summary>
internal sealed class RememberedTokens(TokenHandler validation, TimeProvider clock) : TokenHandler
{
    public const int Most = 10_000;
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock _turn = new();

    // Two generations: when the young one is full it becomes the old one, and the old one is forgotten.
    private volatile ConcurrentDictionary<Key, Remembered> _young = new();
    private volatile ConcurrentDictionary<Key, Remembered> _old = new();
    private int _inYoung;

    public int Count => _young.Count + _old.Count;

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token,
        TokenValidationParameters validationParameters
    )
    {
        var key = KeyOf(token);
        var before = await KeysAsync(validationParameters);
        if (
            (_young.TryGetValue(key, out var known) || _old.TryGetValue(key, out known))
            && clock.GetUtcNow() < known.Until
            && ReferenceEquals(known.Keys, before)
        )
        {
            return known.Answer();
        }

        var result = await validation.ValidateTokenAsync(token, validationParameters);

        // A set that was read in between may not be the one that proved it.
        if (result.IsValid && ReferenceEquals(before, await KeysAsync(validationParameters)))
        {
            Remember(key, result, before);
        }

        return result;
    }

    public override Task<TokenValidationResult> ValidateTokenAsync(
        SecurityToken token,
        TokenValidationParameters validationParameters
    ) => validation.ValidateTokenAsync(token, validationParameters);

    public override SecurityToken ReadToken(string token) => validation.ReadToken(token);

    private void Remember(Key key, TokenValidationResult result, object? keys)
    {
        var now = clock.GetUtcNow();
        var end = new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero);
        var until = end < now + Longest ? end : now + Longest;
        if (until <= now)
        {
            return;
        }

        lock (_turn)
        {
            if (_inYoung >= Most / 2)
            {
                _old = _young;
                _young = new();
                _inYoung = 0;
            }

            _inYoung += _young.ContainsKey(key) ? 0 : 1;
            // The request goes on with the identity it just got; we keep one that nobody else can change.
            _young[key] = new(result.ClaimsIdentity.Clone(), result.SecurityToken, result.Issuer, until, keys);
        }
    }

    /// <summary>The issuer's keys as last read; reading them again, when that is due, makes another object.</summary>
    private static async Task<object?> KeysAsync(TokenValidationParameters parameters) =>
        parameters.ConfigurationManager is { } issuer
            ? await issuer.GetBaseConfigurationAsync(CancellationToken.None)
            : null;

    private static Key KeyOf(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return MemoryMarshal.Read<Key>(hash);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Key(UInt128 First, UInt128 Second);

    private sealed record Remembered(
        ClaimsIdentity Identity,
        SecurityToken Token,
        string Issuer,
        DateTimeOffset Until,
        object? Keys
    )
    {
        /// <summary>An identity of its own for every request: what one adds to it no other sees.</summary>
        public TokenValidationResult Answer() =>
            new()
            {
                IsValid = true,
                ClaimsIdentity = Identity.Clone(),
                SecurityToken = Token,
                Issuer = Issuer,
            };
    }
}
