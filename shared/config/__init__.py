"""router.yaml: `model` and `judgement` say what may stand in it, `decode` reads it, `validate` checks it, `snapshot` is
the immutable result, `load` does all of that in one go for check, start and reload alike."""
