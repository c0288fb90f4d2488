from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("versions", "0001_initial")]

    operations = [
        migrations.RenameField("workingcopy", "kept_at", "autosaved_at"),
        migrations.RemoveConstraint("heldedit", "one_held_edit_an_item"),
        migrations.RenameModel("HeldEdit", "PendingChanges"),
        migrations.RenameField("pendingchanges", "held_at", "saved_at"),
        migrations.RenameField("pendingchanges", "held_by", "saved_by"),
        migrations.RenameField("pendingchanges", "answers", "translation_answers"),
        migrations.AddConstraint(
            "pendingchanges",
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_pending_changes_an_item"
            ),
        ),
        migrations.RemoveConstraint("translation", "one_translation_a_pair"),
        migrations.RenameModel("Translation", "TranslationPair"),
        migrations.RenameField("translationpair", "language", "target"),
        migrations.RenameField("translationpair", "followed", "translated_version"),
        migrations.RenameField("translationpair", "words", "changed_words"),
        migrations.AddConstraint(
            "translationpair",
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source", "target"], name="one_pair_an_item"
            ),
        ),
        migrations.RenameIndex(
            "translationpair", new_name="outdated_pairs", old_name="outdated_translations"
        ),
    ]
