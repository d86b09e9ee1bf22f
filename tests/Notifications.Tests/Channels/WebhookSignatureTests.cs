using System;
using System.Collections.Generic;
using System.Text;
using ApiConventions.Hub;
using Microsoft.Extensions.Configuration;
using Notifications.Channels;
using Shouldly;
using Xunit;

namespace Notifications.Tests.Channels;

public sealed class WebhookSignatureTests
{
    private static readonly Guid Subscription = Guid.Parse("01a1ff98-7746-74bf-b7dc-43a4feb38397");

    /// <summary>The vector that Standard Webhooks' own libraries are tested with.</summary>
    [Fact]
    public void N9_a_signature_is_what_standard_webhooks_says() =>
        WebhookSignature
            .Of(
                Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                """{"test": 2432232314}"""u8
            )
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    /// <summary>Worked out outside: printf '%s' "$id:1" | openssl dgst -sha256 -hmac "$key" -binary | base64</summary>
    [Fact]
    public void N9_a_subscriptions_secret_is_derived_from_the_platforms_key()
    {
        var secrets = Secrets("for-this-run-only-and-32-characters-long");

        secrets.Shown(Subscription).ShouldBe("whsec_6hbUlQyOIn1aCrWYc7mp0yVXP+xcElLxsux96AdKALM=");
        Convert.ToBase64String(secrets.Of(Subscription)).ShouldBe("6hbUlQyOIn1aCrWYc7mp0yVXP+xcElLxsux96AdKALM=");
    }

    /// <summary>Worked out outside: printf '%s' "$id:2" | openssl dgst -sha256 -hmac "$key" -binary | base64</summary>
    [Fact]
    public void N9_each_generation_of_a_secret_is_derived_for_itself() =>
        Secrets("for-this-run-only-and-32-characters-long")
            .Shown(Subscription, "2")
            .ShouldBe("whsec_dXAk5kAk18b6lfBIU+ESB+f5XG5kiBE+JSFaZLIjLAI=");

    [Fact]
    public void The_bytes_are_signed_and_not_the_characters()
    {
        var body = Encoding.UTF8.GetBytes("""{"description":"宽带很慢"}""");

        WebhookSignature
            .Of(new byte[32], "id", 1, body)
            .ShouldNotBe(WebhookSignature.Of(new byte[32], "id", 1, body.AsSpan(1)));
        WebhookSignature.Of(new byte[32], "id", 1, body).ShouldNotBe(WebhookSignature.Of(new byte[32], "id", 2, body));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("too-short-to-be-a-key")]
    public void Without_a_key_nothing_is_signed(string? key) =>
        Should.Throw<InvalidOperationException>(() => Secrets(key)).Message.ShouldStartWith("Webhooks:Key");

    private static WebhookSecrets Secrets(string? key) =>
        WebhookSecrets.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { [WebhookSecrets.Setting] = key })
                .Build()
        );
}
