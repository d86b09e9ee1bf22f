using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Platform.Tests.Security;

/// <summary>How long, how many and what of validated tokens is remembered (design.md, Security).</summary>
public sealed class RememberedTokensTests : IDisposable
{
    // Tokens speak of whole seconds.
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(
        TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()
    );

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly Clock _clock = new() { Now = Start };
    private readonly Counted _validation = new();
    private readonly RememberedTokens _tokens;
    private readonly TokenValidationParameters _parameters;

    public RememberedTokensTests()
    {
        _tokens = new(_validation, _clock);
        _parameters = new()
        {
            ValidAudience = TokenValidation.Audience,
            ValidIssuer = TokenValidation.GatewayIssuer,
            IssuerSigningKey = new RsaSecurityKey(_rsa),
        };
    }

    public void Dispose() => _rsa.Dispose();

    [Fact]
    public async Task A_token_is_validated_once_and_means_the_same_afterwards()
    {
        var token = Token("one");

        var first = await _tokens.ValidateTokenAsync(token, _parameters);
        var second = await _tokens.ValidateTokenAsync(token, _parameters);

        _validation.Times.ShouldBe(1);
        second.IsValid.ShouldBeTrue();
        second.ClaimsIdentity.FindFirst("sub")!.Value.ShouldBe("one");
        second
            .ClaimsIdentity.Claims.Select(claim => $"{claim.Type}={claim.Value}")
            .ShouldBe(first.ClaimsIdentity.Claims.Select(claim => $"{claim.Type}={claim.Value}"));
        second.SecurityToken.ValidTo.ShouldBe(first.SecurityToken.ValidTo);
    }

    [Fact]
    public async Task A_changed_token_misses_and_a_refusal_is_not_remembered()
    {
        var token = Token("one");
        await _tokens.ValidateTokenAsync(token, _parameters);
        var changed = token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");

        (await _tokens.ValidateTokenAsync(changed, _parameters)).IsValid.ShouldBeFalse();
        (await _tokens.ValidateTokenAsync(changed, _parameters)).IsValid.ShouldBeFalse();

        _validation.Times.ShouldBe(3);
        _tokens.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(3600, 299, 1)]
    [InlineData(3600, 300, 2)]
    [InlineData(60, 59, 1)]
    [InlineData(60, 60, 2)]
    public async Task It_is_forgotten_at_its_end_and_after_five_minutes(int lifetime, int later, int validations)
    {
        var token = Token("one", lifetime);
        await _tokens.ValidateTokenAsync(token, _parameters);

        _clock.Now = Start.AddSeconds(later);
        await _tokens.ValidateTokenAsync(token, _parameters);

        _validation.Times.ShouldBe(validations);
    }

    [Fact]
    public async Task No_more_than_ten_thousand_are_kept_and_the_youngest_stay()
    {
        var validation = new Always();
        var tokens = new RememberedTokens(validation, _clock);

        for (var i = 0; i < 3 * RememberedTokens.Most; i++)
        {
            await tokens.ValidateTokenAsync($"token {i}", _parameters);
            tokens.Count.ShouldBeLessThanOrEqualTo(RememberedTokens.Most);
        }

        await tokens.ValidateTokenAsync($"token {3 * RememberedTokens.Most - 1}", _parameters);
        validation.Times.ShouldBe(3 * RememberedTokens.Most);
        await tokens.ValidateTokenAsync("token 0", _parameters);
        validation.Times.ShouldBe(3 * RememberedTokens.Most + 1);
    }

    [Fact]
    public async Task It_is_forgotten_with_the_key_set_it_was_validated_with()
    {
        var (validation, issuer) = (new Always(), new Issuer());
        var tokens = new RememberedTokens(validation, _clock);
        _parameters.ConfigurationManager = issuer;
        await tokens.ValidateTokenAsync("one", _parameters);
        await tokens.ValidateTokenAsync("one", _parameters);
        validation.Times.ShouldBe(1);

        issuer.Keys = new();
        await tokens.ValidateTokenAsync("one", _parameters);

        validation.Times.ShouldBe(2);
    }

    [Fact]
    public async Task It_is_not_remembered_when_the_key_set_changed_while_it_was_validated()
    {
        var (validation, issuer) = (new Always(), new Issuer());
        var tokens = new RememberedTokens(validation, _clock);
        _parameters.ConfigurationManager = issuer;
        validation.Meanwhile = () => issuer.Keys = new();

        await tokens.ValidateTokenAsync("one", _parameters);

        tokens.Count.ShouldBe(0);
        validation.Meanwhile = () => { };
        await tokens.ValidateTokenAsync("one", _parameters);
        await tokens.ValidateTokenAsync("one", _parameters);
        validation.Times.ShouldBe(2);
    }

    [Fact]
    public async Task What_one_request_adds_to_its_identity_no_other_sees()
    {
        var token = Token("one");

        foreach (var round in Enumerable.Range(0, 3))
        {
            var identity = (await _tokens.ValidateTokenAsync(token, _parameters)).ClaimsIdentity;
            identity.HasClaim("role", Roles.Ops).ShouldBeFalse($"round {round}");
            identity.AddClaim(new Claim("role", Roles.Ops));
            identity.RemoveClaim(identity.FindFirst("sub"));
        }

        (await _tokens.ValidateTokenAsync(token, _parameters)).ClaimsIdentity.FindFirst("sub")!.Value.ShouldBe("one");
    }

    private string Token(string subject, int lifetimeSeconds = 3600) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = TokenValidation.GatewayIssuer,
                Audience = TokenValidation.Audience,
                Expires = Start.UtcDateTime.AddSeconds(lifetimeSeconds),
                Claims = new Dictionary<string, object> { ["sub"] = subject },
                SigningCredentials = new(new RsaSecurityKey(_rsa), SecurityAlgorithms.RsaSha256),
            }
        );

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>The real validation, counted.</summary>
    private sealed class Counted : TokenHandler
    {
        private readonly JsonWebTokenHandler _inner = new() { MapInboundClaims = false };

        public int Times { get; private set; }

        public override Task<TokenValidationResult> ValidateTokenAsync(
            string token,
            TokenValidationParameters validationParameters
        )
        {
            Times++;
            return _inner.ValidateTokenAsync(token, validationParameters);
        }
    }

    /// <summary>Reading the keys again makes another set.</summary>
    private sealed class Issuer : BaseConfigurationManager
    {
        public KeySet Keys { get; set; } = new();

        public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) =>
            Task.FromResult<BaseConfiguration>(Keys);

        public override void RequestRefresh() => Keys = new();
    }

    private sealed class KeySet : BaseConfiguration;

    /// <summary>Believes everything, at no cost, to fill the memory.</summary>
    private sealed class Always : TokenHandler
    {
        private readonly JsonWebToken _token = new("""{"alg":"RS256"}""", """{"exp":4102444800}""");

        public int Times { get; private set; }

        public Action Meanwhile { get; set; } = () => { };

        public override Task<TokenValidationResult> ValidateTokenAsync(
            string token,
            TokenValidationParameters validationParameters
        )
        {
            Times++;
            Meanwhile();
            return Task.FromResult(
                new TokenValidationResult
                {
                    IsValid = true,
                    ClaimsIdentity = new ClaimsIdentity(),
                    SecurityToken = _token,
                    Issuer = "",
                }
            );
        }
    }
}
