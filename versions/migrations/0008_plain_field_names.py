from django.db import migrations, models

ITEM = ["content_type", "object_id"]


def rename_constraint(model, old, new, fields):
    return [
        migrations.RemoveConstraint(model, old),
        migrations.AddConstraint(model, models.UniqueConstraint(fields=fields, name=new)),
    ]


class Migration(migrations.Migration):
    dependencies = [("versions", "0007_open_forms")]

    operations = [
        migrations.RenameModel("BinnedItem", "TrashedItem"),
        migrations.RenameField("trasheditem", "data", "dump"),
        migrations.RenameField("openform", "place", "field_label"),
        migrations.RenameField("pendingchanges", "data", "changes"),
        migrations.RenameField("version", "data", "values_or_delta"),
        migrations.RenameField("version", "was_pending", "is_discarded"),
        migrations.RenameField("workingcopy", "data", "post_data"),
        *rename_constraint(
            "trasheditem", "one_binned_item_an_item", "one_trashed_item_per_item", ITEM
        ),
        *rename_constraint(
            "openform",
            "one_open_form_a_person",
            "one_open_form_per_user_and_item",
            ["user", *ITEM],
        ),
        *rename_constraint(
            "pendingchanges", "one_pending_changes_an_item", "one_pending_changes_per_item", ITEM
        ),
        *rename_constraint(
            "translationpair",
            "one_pair_an_item",
            "one_pair_per_item_and_languages",
            [*ITEM, "source", "target"],
        ),
        *rename_constraint(
            "unneededtranslation",
            "one_mark_a_language",
            "one_unneeded_translation_per_language",
            [*ITEM, "language"],
        ),
    ]
