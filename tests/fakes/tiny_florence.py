"""A Florence-2 model of some hundred thousand random numbers, made on the spot: right in form, and knowing nothing."""

import hashlib
import json
from pathlib import Path

SIDE = 64
"""Pixels that the model sees."""
SEEN = 5
"""What it makes of them: 2 x 2 patches, and one for the whole."""
STEPS = 1_000
TEXTS = ("What does the image describe?", "a button beside a harbour", "person", "Locate the objects in the image.")
REVISION = "0123456789abcdef0123456789abcdef01234567"


def make(folder: Path) -> Path:
    """The folder with the model's files; returns the manifest beside it."""
    import torch
    from transformers import Florence2Processor

    torch.manual_seed(20)
    torch.set_num_threads(1)
    tokenizer = _tokenizer()
    image_processor = _image_processor()
    processor = Florence2Processor(
        image_processor=image_processor,
        tokenizer=tokenizer,
        post_processor_config={
            "ocr": {"pattern": None, "area_threshold": 0.0},
            "pure_text": {},
            "description_with_bboxes": {},
        },
    )
    processor.save_pretrained(folder)
    _model(tokenizer).save_pretrained(folder)
    return manifest_of(folder)


def manifest_of(folder: Path, source: str = "https://models.invalid/tiny/") -> Path:
    """A list of whatever is in the folder, written beside it."""
    files = [
        {"name": path.name, "bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(folder.iterdir())
    ]
    manifest = folder.with_name(f"{folder.name}.manifest.json")
    manifest.write_text(json.dumps({"source": source, "revision": REVISION, "files": files}), "utf-8")
    return manifest


def _tokenizer():
    from tokenizers import ByteLevelBPETokenizer
    from transformers import BartTokenizer

    trained = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained.train_from_iterator(TEXTS, vocab_size=320, min_frequency=1, special_tokens=special)
    state = json.loads(trained.to_str())["model"]
    merges = [tuple(merge) if isinstance(merge, list) else tuple(merge.split(" ")) for merge in state["merges"]]
    tokenizer = BartTokenizer(vocab=state["vocab"], merges=merges, extra_special_tokens={"image_token": "<image>"})
    tokenizer.add_tokens([f"<loc_{step}>" for step in range(STEPS)])
    return tokenizer


def _image_processor():
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    size = {"height": SIDE, "width": SIDE}
    made = CLIPImageProcessorPil(size=size, crop_size=size, do_center_crop=False)
    made.image_seq_length = SEEN
    return made


def _model(tokenizer):
    from transformers import BartConfig, Florence2Config, Florence2ForConditionalGeneration
    from transformers.models.florence2 import Florence2VisionConfig

    vision = Florence2VisionConfig(
        depths=(1, 1, 1, 1),
        embed_dim=(8, 16, 16, 32),
        num_heads=(1, 2, 2, 4),
        num_groups=(1, 2, 2, 4),
        window_size=2,
        projection_dim=32,
    )
    text = BartConfig(
        vocab_size=len(tokenizer),
        tie_word_embeddings=False,
        d_model=32,
        encoder_layers=2,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=1024,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        decoder_start_token_id=tokenizer.eos_token_id,
        forced_bos_token_id=tokenizer.bos_token_id,
        forced_eos_token_id=tokenizer.eos_token_id,
    )
    return Florence2ForConditionalGeneration(
        Florence2Config(
            text_config=text,
            vision_config=vision,
            image_token_id=tokenizer.image_token_id,
            tie_word_embeddings=False,
        )
    )
