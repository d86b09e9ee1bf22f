using System;
using Billing.Domain;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain;

public sealed class AccountTests
{
    [Fact]
    public void A_changed_contact_raises_the_version()
    {
        var account = Opened();

        account.ChangeContact(new Contact("13900000001", "a@example.com", "en")).ShouldBeTrue();

        account.Version.ShouldBe(2);
        account.Contact.ShouldBe(new Contact("13900000001", "a@example.com", "en"));
    }

    [Fact]
    public void The_same_contact_again_changes_nothing_so_nobody_hears_of_it()
    {
        var account = Opened();

        account.ChangeContact(new Contact("13800000001", null, "zh")).ShouldBeFalse();

        account.Version.ShouldBe(1);
    }

    private static Account Opened() =>
        Account.Open(
            Guid.CreateVersion7(),
            "A1000001",
            "王小明",
            CustomerGroup.Residential,
            new Contact("13800000001", null, "zh"),
            [Line.Of(Guid.CreateVersion7(), "13800000001", LineKind.Mobile)],
            DateTimeOffset.UnixEpoch
        );
}
